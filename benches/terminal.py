#!/usr/bin/env python3
"""How the built program behaves in a terminal: time to the first frame at 200x60, from a key to the
last byte of its frame with every pane live, share of a core idle on the home screen and in play at
speed 1, memory in play.

    cargo build --release && python3 benches/terminal.py [PROGRAM]

Needs Linux (a pty, /proc) and nothing beyond Python's own library. The goals: first frame under
50 ms, key to frame under 16 ms for 99 of 100, home under 1 % and play at 1x under 3 % of a core, play
under 60 MB.
"""
import fcntl, os, pty, select, signal, statistics, struct, sys, tempfile, termios, time

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "target/release/firedrill"
TICKS = os.sysconf("SC_CLK_TCK")


def start(arguments, folder):
    began = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
        os.environ.update(TERM="xterm-256color", FIREDRILL_DATA=folder, USER="ann")
        os.execv(PROGRAM, [PROGRAM, *arguments])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 60, 200, 0, 0))
    return pid, terminal, began


def read_for(terminal, seconds, until=None):
    """Reads for so long, or until a text has come; what came."""
    seen, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.005)
        if ready:
            try:
                seen += os.read(terminal, 65536)
            except OSError:
                break
            if until and until in seen:
                break
    return seen


def stop(pid, terminal):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024


def busy(pid, terminal, seconds):
    before = cpu(pid)
    read_for(terminal, seconds)
    return 100 * (cpu(pid) - before) / seconds


def key_to_frame(terminal, keys):
    """Milliseconds from each key to the last byte it brings: 3 ms of silence end a frame."""
    times = []
    for key in keys:
        read_for(terminal, 0.004)
        began = last = time.monotonic()
        os.write(terminal, key)
        while True:
            came = last > began
            ready, _, _ = select.select([terminal], [], [], 0.003 if came else 1)
            if not ready:
                break
            os.read(terminal, 65536)
            last = time.monotonic()
        times.append(1000 * (last - began))
    return sorted(times)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for what, text in (("first frame", b"firedrill"), ("the same with the library", b"shift")):
            times = []
            for _ in range(41):
                pid, terminal, began = start([], folder)
                assert text in read_for(terminal, 5, text), "the home screen never came"
                times.append(1000 * (time.monotonic() - began))
                stop(pid, terminal)
            print(f"{what}, 200x60: median {statistics.median(times):.1f} ms, "
                  f"slowest of {len(times)} {max(times):.1f} ms")
        pid, terminal, _ = start([], folder)
        read_for(terminal, 3)
        print(f"home, idle for 30 s: {busy(pid, terminal, 30):.2f} % of a core")
        stop(pid, terminal)
        for speed in ("1", "60"):
            pid, terminal, _ = start(["play", "cold-shelves", "--seed", "1", "--speed", speed], folder)
            assert b"briefing" in read_for(terminal, 5, b"briefing"), "no briefing came"
            os.write(terminal, b"\r")
            assert b"DUE" in read_for(terminal, 5, b"DUE"), "the drill never began"
            if speed == "1":
                # Four layouts, ten panes, selections, the line with its list, a form and back.
                round_ = [b"\t", b"j", b"k", b"L", b"3", b"+", b"]", b"2", b"o", b"j", b"o",
                          b"/", b"u", b"p", b"\x1b", b"d", b"x", b"\x1b"]
                times = key_to_frame(terminal, round_ * 60)
                print(f"key to frame at 200x60, {len(times)} keys: median "
                      f"{statistics.median(times):.1f} ms, 99 of 100 within "
                      f"{times[len(times) * 99 // 100]:.1f} ms, slowest {times[-1]:.1f} ms")
            print(f"play at {speed}x for 30 s: {busy(pid, terminal, 30):.2f} % of a core, "
                  f"at most {memory(pid):.1f} MB")
            stop(pid, terminal)


main()
