//! A disk that remembers what reached it and when it was synced, and that can fail: a layer under
//! SQLite, over its own. It takes part in these tests alone.
//!
//! Each file is opened by SQLite's own layer; then its table of methods is replaced by a copy in
//! which writing, truncating and syncing pass through here. Nothing else is touched.
#![expect(unsafe_code, reason = "a layer under SQLite is made of C functions")]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, Once};

use libsqlite3_sys::{
    SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE, SQLITE_OK, sqlite3_file,
    sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

/// The name after `?vfs=`.
pub(crate) const NAME: &CStr = c"watched";

/// Something that happened to the disk.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Deed {
    Write {
        file: PathBuf,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: PathBuf,
        size: usize,
    },
    Sync {
        file: PathBuf,
    },
    Delete {
        file: PathBuf,
    },
    /// The test's own mark: so many entries were confirmed.
    Confirmed(u64),
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// A write fails.
    Write,
    /// A write finds no room.
    NoRoom,
    /// A sync fails, and what it should have kept is gone from memory.
    Sync,
}

#[derive(Default)]
struct Watched {
    /// Under which folder is watched, and what happened there.
    deeds: BTreeMap<PathBuf, Vec<Deed>>,
    /// Which calls of which folder fail: the kind, and how many pass before.
    faults: BTreeMap<PathBuf, (Fault, usize)>,
    /// Open files: their path, and the methods of SQLite's own layer.
    files: BTreeMap<usize, (PathBuf, usize)>,
    /// Our tables of methods, by the one each was copied from.
    tables: BTreeMap<usize, usize>,
}

static WATCHED: Mutex<Option<Watched>> = Mutex::new(None);

struct Guard(MutexGuard<'static, Option<Watched>>);

impl Guard {
    fn take() -> Self {
        Self(WATCHED.lock().expect("no test died in here"))
    }

    fn get(&mut self) -> &mut Watched {
        self.0.get_or_insert_with(Watched::default)
    }
}

/// Watches the files of `folder`; the URL of a store there ends in `?vfs=watched`.
pub(crate) fn watch(folder: &Path) {
    static ONCE: Once = Once::new();
    ONCE.call_once(register);
    Guard::take().get().deeds.insert(folder.to_owned(), Vec::new());
}

/// Everything that happened in `folder`.
pub(crate) fn deeds(folder: &Path) -> Vec<Deed> {
    Guard::take().get().deeds.get(folder).cloned().unwrap_or_default()
}

/// Marks that so many entries were confirmed.
pub(crate) fn confirmed(folder: &Path, entries: u64) {
    note(folder, Deed::Confirmed(entries));
}

/// From the `after`-th call of its kind on, calls in `folder` fail.
pub(crate) fn fail(folder: &Path, fault: Fault, after: usize) {
    Guard::take().get().faults.insert(folder.to_owned(), (fault, after));
}

/// Lets the disk be well again; whether a call had failed.
pub(crate) fn heal(folder: &Path) -> bool {
    Guard::take().get().faults.remove(folder).is_some_and(|(_, left)| left == 0)
}

fn note(file: &Path, deed: Deed) {
    let mut guard = Guard::take();
    let deeds = guard.get().deeds.iter_mut().find(|(folder, _)| file.starts_with(folder));
    if let Some((_, deeds)) = deeds {
        deeds.push(deed);
    }
}

/// Whether a call of this kind on the file fails now.
fn fails(file: &Path, kinds: &[Fault]) -> Option<Fault> {
    let mut guard = Guard::take();
    let faults = guard.get().faults.iter_mut().find(|(folder, _)| file.starts_with(folder));
    let (_, (fault, left)) = faults.filter(|(_, (fault, _))| kinds.contains(fault))?;
    if *left == 0 {
        return Some(*fault);
    }
    *left -= 1;
    (*left == 0).then_some(*fault)
}

fn register() {
    // SAFETY: the default layer exists for the life of the process; ours is a copy of it that is
    // never freed, with two functions of the same types replaced.
    unsafe {
        let own = sqlite3_vfs_find(std::ptr::null());
        let mut watched = *own;
        watched.zName = NAME.as_ptr();
        watched.pNext = std::ptr::null_mut();
        watched.xOpen = Some(open);
        watched.xDelete = Some(delete);
        sqlite3_vfs_register(Box::leak(Box::new(watched)), 0);
    }
}

fn base() -> &'static sqlite3_vfs {
    // SAFETY: the default layer exists for the life of the process.
    unsafe { &*sqlite3_vfs_find(std::ptr::null()) }
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    let Some(own) = base().xOpen else { return SQLITE_IOERR_WRITE };
    // SAFETY: the arguments are SQLite's own, handed on as they came.
    let code = unsafe { own(vfs, name, file, flags, out) };
    // SAFETY: after a successful opening the file has methods; the name is a C string or null.
    unsafe {
        if code == SQLITE_OK && !name.is_null() && !(*file).pMethods.is_null() {
            let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
            (*file).pMethods = methods((*file).pMethods, file, path);
        }
    }
    code
}

/// Our methods in place of `own`.
fn methods(
    own: *const sqlite3_io_methods,
    file: *mut sqlite3_file,
    path: PathBuf,
) -> *const sqlite3_io_methods {
    let mut guard = Guard::take();
    let watched = guard.get();
    watched.files.insert(file.addr(), (path, own.expose_provenance()));
    let table = watched.tables.entry(own.addr()).or_insert_with(|| {
        // SAFETY: SQLite's tables of methods are constants.
        let mut table = unsafe { *own };
        table.xWrite = Some(write);
        table.xTruncate = Some(truncate);
        table.xSync = Some(sync);
        table.xClose = Some(close);
        table.xDeviceCharacteristics = Some(promises);
        std::ptr::from_ref(Box::leak(Box::new(table))).expose_provenance()
    });
    std::ptr::with_exposed_provenance(*table)
}

/// The path of an open file and the methods beneath ours.
fn beneath(file: *mut sqlite3_file) -> (PathBuf, &'static sqlite3_io_methods) {
    let (path, own) = Guard::take().get().files.get(&file.addr()).cloned().expect("an open file");
    // SAFETY: it was a table of SQLite's when the file was opened, and those are constants.
    (path, unsafe { &*std::ptr::with_exposed_provenance::<sqlite3_io_methods>(own) })
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    bytes: *const c_void,
    length: c_int,
    at: i64,
) -> c_int {
    let (path, own) = beneath(file);
    match fails(&path, &[Fault::Write, Fault::NoRoom]) {
        Some(Fault::NoRoom) => return SQLITE_FULL,
        Some(_) => return SQLITE_IOERR_WRITE,
        None => {}
    }
    let Some(write) = own.xWrite else { return SQLITE_IOERR_WRITE };
    // SAFETY: SQLite hands over `length` bytes; the file was opened by the layer beneath.
    let (code, copy) = unsafe {
        let copy = std::slice::from_raw_parts(bytes.cast::<u8>(), length.unsigned_abs() as usize);
        (write(file, bytes, length, at), copy.to_vec())
    };
    if code == SQLITE_OK {
        let at = usize::try_from(at).unwrap_or_default();
        note(&path, Deed::Write { file: path.clone(), at, bytes: copy });
    }
    code
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    let (path, own) = beneath(file);
    let Some(truncate) = own.xTruncate else { return SQLITE_IOERR_WRITE };
    // SAFETY: the file was opened by the layer beneath.
    let code = unsafe { truncate(file, size) };
    if code == SQLITE_OK {
        let size = usize::try_from(size).unwrap_or_default();
        note(&path, Deed::Truncate { file: path.clone(), size });
    }
    code
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    let (path, own) = beneath(file);
    if fails(&path, &[Fault::Sync]).is_some() {
        return SQLITE_IOERR_FSYNC;
    }
    let Some(sync) = own.xSync else { return SQLITE_IOERR_FSYNC };
    // SAFETY: the file was opened by the layer beneath.
    let code = unsafe { sync(file, flags) };
    if code == SQLITE_OK {
        note(&path, Deed::Sync { file: path.clone() });
    }
    code
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let (_, own) = beneath(file);
    Guard::take().get().files.remove(&file.addr());
    let Some(close) = own.xClose else { return SQLITE_OK };
    // SAFETY: the file was opened by the layer beneath, and is closed once.
    unsafe { close(file) }
}

/// The disk promises nothing: not even that a write of 512 bytes is whole.
unsafe extern "C" fn promises(_file: *mut sqlite3_file) -> c_int {
    0
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    let Some(delete) = base().xDelete else { return SQLITE_IOERR_WRITE };
    // SAFETY: the arguments are SQLite's own, handed on as they came.
    let (code, path) = unsafe {
        let path = PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned());
        (delete(vfs, name, sync), path)
    };
    if code == SQLITE_OK {
        note(&path, Deed::Delete { file: path.clone() });
    }
    code
}
