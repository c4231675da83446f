//! Words of drills that are hosted: the lobby, who watches, who steers.

use crate::model::text::Lang;
use crate::tui::words::words;

words! {
    /// A word or sentence about a hosted drill.
    HostWord:
    // -- lobby
    PlaceLobby "lobby" "ห้องรอ";
    PlaceShoulder "watching" "ดูการซ้อม";
    LobbyTitle "Take a seat" "เลือกที่นั่ง";
    YouAre "you are {0}" "คุณคือ {0}";
    Gathering "gathering" "รอผู้เล่น";
    Starting "starting" "กำลังเริ่ม";
    PlayingAt "playing {0}" "กำลังซ้อม {0}";
    Over "over" "จบแล้ว";
    GradedOn "graded" "คิดคะแนน";
    GradedOff "practice" "ฝึกซ้อม";
    CrewOn "crew" "มี crew";
    CrewOff "no crew" "ไม่มี crew";
    FreeSeat "free" "ว่าง";
    ProgramSeat "a program" "โปรแกรม";
    You "you" "คุณ";
    Away "not here" "ไม่อยู่";
    LobbyEnter "Enter takes the seat or leaves it. {0}" "Enter นั่งหรือลุก {0}";
    YouDecide "s starts the drill for all." "s เริ่มการซ้อมของโต๊ะนี้";
    OthersDecide "The facilitator starts it." "ผู้ดำเนินการซ้อมเป็นคนเริ่ม";
    GoThere "w goes to that drill: to your seat, or to watch; s there turns to the next seat." "กด w ไปที่การซ้อมนั้น: ที่นั่งของคุณ หรือดูเฉย ๆ กด s เพื่อดูที่นั่งถัดไป";
    BriefSeat "Take a seat in the lobby. Whoever steers starts the clock, for all at once." "เลือกที่นั่งในห้องรอ ผู้ดำเนินการซ้อมเริ่มนาฬิกาให้ทุกคนพร้อมกัน";
    BriefBack "Enter goes back to the lobby" "Enter กลับห้องรอ";
    WatchOnly "You watch: w, once it is played." "คุณเป็นผู้สังเกตการณ์: กด w เมื่อเริ่มแล้ว";
    WayBack "Your way back, once: {0}" "รหัสสำหรับกลับเข้ามา (ใช้ได้ครั้งเดียว): {0}";
    CodeFor "Code for a {0}, once: {1}" "รหัสสำหรับ {0} (ใช้ได้ครั้งเดียว): {1}";
    NewerElsewhere "You came in again from elsewhere; this screen ends." "คุณเข้ามาจากที่อื่นแล้ว จอนี้จบลง";
    HostCloses "The host is closing. What was sent is stored; join again later." "host กำลังปิด สิ่งที่ส่งแล้วถูกบันทึกไว้ เข้าร่วมใหม่ภายหลังได้";
    Goodbye "Goodbye. Join again the same way." "ลาก่อน กลับมาได้ด้วยวิธีเดิม";

    // -- watching
    PausedBy "PAUSED by the facilitator  all clocks stand" "พักโดยผู้ดำเนินการซ้อม  นาฬิกาทุกเรือนหยุด";
    CoveredBy "The facilitator has stopped the clock, and the drill with it." "ผู้ดำเนินการซ้อมหยุดนาฬิกาและการซ้อมไว้";
    RateLetters "P performed · S with some challenges · M with major ones · U could not be performed" "P ทำได้ครบ · S มีข้อติดขัดบ้าง · M มีปัญหาใหญ่ · U ทำไม่สำเร็จ";
    ShownAt "shown at {0} already, would be shown again" "แสดงไปแล้วเมื่อ {0} จะแสดงอีกครั้ง";
    SkipAsk "would be left out" "จะถูกข้าม";
    HoldAsk "would be kept back until it is fired" "จะถูกเก็บไว้จนกว่าจะปล่อย";
    RuleWhy "ruling on {0}, why:" "ตัดสิน {0} เพราะ:";
    Disputed "disputed" "ขอทบทวน";
    WatchFlag "WATCHING" "กำลังดู";
    Offline "{0} is offline {1}" "{0} หลุดไป {1}";

    // -- console
    PlaceConsole "console" "แผงผู้ดำเนินการซ้อม";
    FacilitatorFlag "FACILITATOR" "ผู้ดำเนินการซ้อม";
    Running "running" "กำลังเดิน";
    EndedFlag "ENDED" "จบแล้ว";
    VariantSeed "variant {0} · seed {1}" "แบบ {0} · seed {1}";
    TeamDue "TEAM DUE" "ทีมค้าง";
    LateFlag "LATE" "เลย";
    PTruth "Truth" "ความจริง";
    PSeats "Seats" "ที่นั่ง";
    PInjects "Injects" "เหตุแทรก";
    PObjectives "Objectives" "หัวข้อคะแนน";
    PChannel "Channel" "ห้องสนทนา";
    PNotes "Notes" "บันทึกของคุณ";
    NeverShown "never shown to a playing seat before the debrief" "ผู้เล่นไม่เห็นก่อนถอดบทเรียน";
    AsIfNow "as if it ended now, no points" "เหมือนจบตอนนี้ ไม่มีคะแนน";
    AsPlayers "as the players see it" "ตามที่ผู้เล่นเห็น";
    ETruth "Nothing is known yet." "ยังไม่มีข้อมูล";
    ESeats "Nobody plays." "ยังไม่มีผู้เล่น";
    EInjects "This scenario has no injects. I puts one of your own before the players." "สถานการณ์นี้ไม่มีเหตุแทรก กด I เพื่อส่งของคุณเอง";
    EObjectives "Worked out every ten seconds." "คำนวณทุกสิบวินาที";
    EChannel "Nothing was said yet." "ยังไม่มีใครพูด";
    ENotes "O writes down what you see, R rates, I puts something before the players." "O จดสิ่งที่เห็น R ให้ระดับ I ส่งเหตุแทรก";
    EnterSends "Enter sends it, any other key does not" "Enter ส่ง ปุ่มอื่นยกเลิก";
    WhenIs "comes by itself: {0}" "มาเองเมื่อ: {0}";
    RefusedHints "refused {0}, hints {1}" "ถูกปฏิเสธ {0} คำใบ้ {1}";
    ByYou "by hand" "ส่งเอง";
    Auto "auto" "อัตโนมัติ";
    IDone "done" "แล้ว";
    IHeld "held" "เก็บไว้";
    ISkipped "skipped" "ข้าม";
    IFree "by hand" "ส่งเอง";
    INext "next" "ถัดไป";
    TCause "cause" "สาเหตุ";
    TActing "now" "ตอนนี้";
    TSeverity "severity" "ระดับ";
    THit "hit" "กระทบ";
    TLost "lost" "สูญเสีย";
    THarm "own harm" "ทำให้แย่ลง";
    TAccepted "also right" "ถูกด้วย";
    TRedHerring "red herring" "เบาะแสลวง";
    TMends "mends" "แก้ด้วย";
    TLeft "then" "แล้วต่อ";
    NObserve "saw:" "เห็นว่า:";
    NRate "rated" "ให้ระดับ";
    NWitness "witness" "พยาน";
    NDispute "dispute" "ขอทบทวน";
    NRule "ruled" "ตัดสิน";
    NInject "own inject:" "เหตุแทรก:";

    // -- a real incident
    PlaceAborted "after an abort" "หลังยกเลิกการซ้อม";
    RealIncident "A REAL INCIDENT HAS BEGUN. This drill is stopped." "เกิด INCIDENT จริง การซ้อมนี้หยุดแล้ว";
    AbortedBy "{0}: {1}" "{0}: {1}";
}
