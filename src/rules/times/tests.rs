use super::*;

/// 2026-01-15 09:28:11 in China, a Thursday.
const MORNING: &str = "20260115092811";
const EVENING: &str = "20260115212811";

fn unix() -> Time {
    Time::Unix { digits: MORNING.to_owned() }
}

fn month_first(digits: &str) -> Time {
    Time::MonthFirst { digits: some(digits) }
}

fn twelve_hour(digits: &str) -> Time {
    Time::TwelveHour { digits: some(digits) }
}

fn other(digits: &str) -> Time {
    Time::Other { digits: some(digits) }
}

fn some(digits: &str) -> Option<String> {
    (!digits.is_empty()).then(|| digits.to_owned())
}

fn digits(time: Time) -> Option<String> {
    match time {
        Time::Valid | Time::Nonexistent => None,
        Time::Unix { digits } => Some(digits),
        Time::MonthFirst { digits } | Time::TwelveHour { digits } | Time::Other { digits } => digits,
    }
}

#[track_caller]
fn check<const N: usize>(cases: [(&str, Time); N]) {
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
        if let Some(digits) = digits(expected) {
            assert_eq!(read(&digits), Time::Valid, "{text}");
        }
    }
}

#[test]
fn reads_times() {
    check([
        ("20260115092811", Time::Valid),
        ("20240229000000", Time::Valid),
        ("20071117020101", Time::Valid),
        ("19491001150000", Time::Valid),
        ("20230229000000", Time::Nonexistent),
        ("21000229000000", Time::Nonexistent),
        ("20261301000000", Time::Nonexistent),
        ("20260431000000", Time::Nonexistent),
        ("20260115240000", Time::Nonexistent),
        ("20260115236000", Time::Nonexistent),
        ("20260115235960", Time::Nonexistent),
        ("20260015235959", Time::Nonexistent),
        ("00000101000000", Time::Nonexistent),
        ("00000000000000", Time::Nonexistent),
        ("99999999999999", Time::Nonexistent),
    ]);
}

#[test]
fn reads_counts_since_1970() {
    check([
        ("1768440491", unix()),
        ("1768440491123", unix()),
        ("1768440491123456", unix()),
        ("1768440491123456789", unix()),
        ("1768440491.123", unix()),
        ("1768440491.0", unix()),
        ("1768440491123.4567", unix()),
        ("１７６８４４０４９１", unix()),
        ("1712011234", Time::Unix { digits: "20240402064034".to_owned() }),
        ("0000000000", other("")),
        ("946684799", other("")),
        ("0946684799", other("")),
        ("4102444800", other("")),
        ("9999999999999", other("")),
        ("-1768440491", other("")),
        ("+1768440491", other("")),
        ("1768440491.123.4", other("")),
        ("1768440491,123", other("")),
        ("1.768440491e9", other("")),
        ("176844049112", other("")),
        // Dates without minutes, or with hundredths of seconds, that could be counts up to 2100.
        ("2026011509", other("")),
        ("2026011509281", other("")),
        ("2026011509281112", other("")),
    ]);
}

#[test]
fn reads_dates_with_the_year_last() {
    check([
        ("01/15/2026 09:28:11", month_first(MORNING)),
        ("1/15/2026 9:28:11", month_first(MORNING)),
        ("15/01/2026 09:28:11", month_first(MORNING)),
        ("15/01/2026, 09:28:11", month_first(MORNING)),
        ("15.01.2026 09:28:11", month_first(MORNING)),
        ("15.01.2026 09:28", month_first("20260115092800")),
        ("15-01-2026T09:28:11", month_first(MORNING)),
        ("09:28:11 01/15/2026", month_first(MORNING)),
        ("09:28 15-01-2026", month_first("20260115092800")),
        ("01/15/2026 09:28:11 PM", month_first(EVENING)),
        ("1/15/2026, 9:28:11\u{202f}PM", month_first(EVENING)),
        ("1/15/26, 9:28 PM", month_first("20260115212800")),
        ("15/01/2026 下午 9:28:11", month_first(EVENING)),
        ("01/15/2026 01:28:11Z", month_first(MORNING)),
        ("05/05/2026 09:28:11", month_first("20260505092811")),
        ("01152026092811", month_first(MORNING)),
        ("15012026092811", month_first(MORNING)),
        ("20122026092811", month_first("20261220092811")),
        ("01152026 09:28:11", month_first(MORNING)),
        ("011520260928", month_first("20260115092800")),
        ("01152026092811123", month_first(MORNING)),
        // Which is the month?
        ("01/02/2026 09:28:11", month_first("")),
        ("1.2.2026 9:28", month_first("")),
        ("01022026092811", month_first("")),
        ("11/12/2026 09:28:11 PM", month_first("")),
        // What time of day?
        ("01/15/2026", month_first("")),
        ("15.01.2026", month_first("")),
        ("01152026", month_first("")),
        ("01/15/2026 25:00:00", month_first("")),
        ("01/15/2026 09:28:11 凌晨", month_first("")),
        // No such date or time, whatever is the month.
        ("30/02/2026 09:28:11", other("")),
        ("13/13/2026 09:28:11", other("")),
        ("01/15/1999 09:28:11", other("")),
        ("01/15/2100 09:28:11", other("")),
        ("13132026092811", Time::Nonexistent),
        ("01152026250000", Time::Nonexistent),
        ("01022026250000", Time::Nonexistent),
        ("01151999092811", Time::Nonexistent),
    ]);
}

#[test]
fn reads_the_12_hour_clock() {
    check([
        ("2026-01-15 09:28:11 PM", twelve_hour(EVENING)),
        ("2026-01-15 09:28:11 AM", twelve_hour(MORNING)),
        ("2026-01-15 9:28:11pm", twelve_hour(EVENING)),
        ("2026-01-15 9:28:11 p.m.", twelve_hour(EVENING)),
        ("2026-01-15 9:28:11 A.M.", twelve_hour(MORNING)),
        ("2026-01-15 PM 09:28:11", twelve_hour(EVENING)),
        ("2026-01-15 09:28:11.123 PM", twelve_hour(EVENING)),
        ("2026-01-15T09:28:11PM+08:00", twelve_hour(EVENING)),
        ("20260115092811PM", twelve_hour(EVENING)),
        ("20260115092811 下午", twelve_hour(EVENING)),
        ("2026/1/15 下午 9:28:11", twelve_hour(EVENING)),
        ("2026/1/15 下午9:28:11", twelve_hour(EVENING)),
        ("2026/1/15 上午9:28:11", twelve_hour(MORNING)),
        ("2026年1月15日 星期四 下午9点28分11秒", twelve_hour(EVENING)),
        ("2026年1月15日下午9時28分", twelve_hour("20260115212800")),
        ("Jan 15 2026  9:28AM", twelve_hour("20260115092800")),
        ("January 15, 2026 at 9:28:11 PM GMT+8", twelve_hour(EVENING)),
        ("15-JAN-26 09.28.11.123000 PM", twelve_hour(EVENING)),
        ("2026-01-15 01:28:11 PM Z", twelve_hour(EVENING)),
        // Twelve, and none.
        ("2026-01-15 12:28:11 AM", twelve_hour("20260115002811")),
        ("2026-01-15 12:28:11 PM", twelve_hour("20260115122811")),
        ("2026-01-15 00:28:11 PM", twelve_hour("20260115122811")),
        ("2026-01-15 00:28:11 AM", twelve_hour("20260115002811")),
        ("2026-01-15 凌晨12:28:11", twelve_hour("20260115002811")),
        ("2026-01-15 中午12:28:11", twelve_hour("20260115122811")),
        ("2026-01-15 中午1:28:11", twelve_hour("20260115132811")),
        ("2026-01-15 中午11:28:11", twelve_hour("20260115112811")),
        ("2026-01-15 清晨5:28:11", twelve_hour("20260115052811")),
        ("2026-01-15 傍晚6:28:11", twelve_hour("20260115182811")),
        ("2026-01-15 晚上9:28:11", twelve_hour(EVENING)),
        ("2026-01-15 晚9:28:11", twelve_hour(EVENING)),
        // 24 hours, and the half beside them.
        ("2026-01-15 21:28:11 PM", twelve_hour(EVENING)),
        ("2026-01-15 晚上21:28:11", twelve_hour(EVENING)),
        ("2026-01-15 21:28:11 AM", twelve_hour("")),
        ("2026-01-15 25:28:11 PM", twelve_hour("")),
        // On which day, or at what hour?
        ("2026-01-15 晚上12:28:11", twelve_hour("")),
        ("2026-01-15 晚上3:28:11", twelve_hour("")),
        ("2026-01-15 午夜12:28:11", twelve_hour("")),
        ("2026-01-15 早上12:28:11", twelve_hour("")),
        ("2026-01-15 中午9:28:11", twelve_hour("")),
        ("2026-01-15 9 PM", twelve_hour("")),
        ("2026-01-15 PM", twelve_hour("")),
        ("9:28:11 PM", twelve_hour("")),
        ("26-1-15 下午9:28", twelve_hour("")),
        ("2026-01-15 09:28:11 AM PM", other("")),
        ("2026-01-15 09:28:11 PMS", other("")),
        ("2026-01-15 09:28:11 P", other("")),
    ]);
}

#[test]
fn reads_other_formats() {
    check([
        ("2026-01-15 09:28:11", other(MORNING)),
        ("2026-1-15 9:28:11", other(MORNING)),
        ("2026/1/15 9:28:11", other(MORNING)),
        ("2026.01.15 09:28:11", other(MORNING)),
        ("2026.01.15 09.28.11", other(MORNING)),
        ("2026-01-15-09-28-11", other(MORNING)),
        ("2026-01-15_09:28:11", other(MORNING)),
        ("2026-01-15 09:28", other("20260115092800")),
        ("2026-01-15 09:28:11.123", other(MORNING)),
        ("2026-01-15 09:28:11,123", other(MORNING)),
        ("2026-01-15 09:28:11:123", other(MORNING)),
        ("09:28:11 2026-01-15", other(MORNING)),
        ("  2026-01-15   09:28:11  ", other(MORNING)),
        ("2026-01-15\u{a0}09:28:11", other(MORNING)),
        ("\u{200e}2026\u{200e}/\u{200e}1\u{200e}/\u{200e}15 9:28:11", other(MORNING)),
        ("20260115 09:28:11", other(MORNING)),
        ("20260115 092811", other(MORNING)),
        ("20260115-0928", other("20260115092800")),
        ("2026-01-15 092811", other(MORNING)),
        (" 20260115092811", other(MORNING)),
        ("202601150928", other("20260115092800")),
        ("20260115092811123", other(MORNING)),
        ("20260115092811123456", other(MORNING)),
        ("20260115092811.123", other(MORNING)),
        ("２０２６０１１５０９２８１１", other(MORNING)),
        ("２０２６－０１－１５　０９：２８：１１", other(MORNING)),
        ("2026-01-15 09：28：11", other(MORNING)),
        ("2026年01月15日 09时28分11秒", other(MORNING)),
        ("2026年1月15日9时28分11秒", other(MORNING)),
        ("2026 年 1 月 15 日 9 时 28 分 11 秒", other(MORNING)),
        ("2026年1月15號 9點28分", other("20260115092800")),
        ("2026年01月15日 09:28:11", other(MORNING)),
        ("2026年1月15日 星期四 09:28:11", other(MORNING)),
        ("2026/1/15 周四 9:28:11", other(MORNING)),
        ("2026/1/15(四) 9:28:11", other(MORNING)),
        ("2026-01-18 星期日 09:28:11", other("20260118092811")),
    ]);
}

#[test]
fn reads_zones() {
    check([
        ("2026-01-15T09:28:11", other(MORNING)),
        ("2026-01-15t09:28", other("20260115092800")),
        ("2026-01-15T01:28:11Z", other(MORNING)),
        ("2026-01-15T01:28:11.123Z", other(MORNING)),
        ("2026-01-14T21:28:11-04:00", other(MORNING)),
        ("2026-01-15T09:28:11+08:00", other(MORNING)),
        ("2026-01-15T09:28:11.123456789+08:00", other(MORNING)),
        ("2026-01-15T09:28:11+0800", other(MORNING)),
        ("2026-01-15T09:28:11+08", other(MORNING)),
        ("2026-01-15 09:28:11 +8:00", other(MORNING)),
        ("2026-01-15T06:58:11+05:30", other(MORNING)),
        ("2026-01-15 09:28+08:00", other("20260115092800")),
        ("2026-01-14 20:28:11-05", other(MORNING)),
        ("2026-01-14T17:28:11\u{2212}08:00", other(MORNING)),
        ("2026-01-15T09:28:11+08:00[Asia/Shanghai]", other(MORNING)),
        ("2026-01-15T01:28:11Z[UTC]", other(MORNING)),
        ("20260115T012811Z", other(MORNING)),
        ("20260115092811+0800", other(MORNING)),
        ("20260115012811Z", other(MORNING)),
        ("20260115012811.0Z", other(MORNING)),
        ("2026-01-15 09:28:11 UTC+8", other(MORNING)),
        ("2026-01-15 09:28:11 (GMT+08:00)", other(MORNING)),
        ("2026-01-15 09:28:11 +0800 CST", other(MORNING)),
        ("2026-01-15 01:28:11 +0000 UTC", other(MORNING)),
        ("Thu Jan 15 2026 09:28:11 GMT+0800 (中国标准时间)", other(MORNING)),
        ("Thu Jan 15 2026 09:28:11 GMT+0800 (China Standard Time)", other(MORNING)),
        ("Wed Jan 14 2026 20:28:11 GMT-0500 (EST)", other(MORNING)),
        ("Thu, 15 Jan 2026 01:28:11 GMT", other(MORNING)),
        ("Thu, 15 Jan 2026 09:28:11 +0800", other(MORNING)),
        ("Thursday, 15-Jan-26 01:28:11 GMT", other(MORNING)),
        ("Thu Jan 15 09:28:11 CST 2026", other(MORNING)),
        ("Thu Jan 15 01:28:11 UTC 2026", other(MORNING)),
        ("Thu Jan 15 09:28:11 GMT+08:00 2026", other(MORNING)),
        ("Thu Jan 15 09:28:11 +0800 2026", other(MORNING)),
        ("Thu Jan 15 09:28:11 2026", other(MORNING)),
        ("15/Jan/2026:09:28:11 +0800", other(MORNING)),
        ("2026-Jan-15 09:28:11", other(MORNING)),
        ("1 Sept. 2026 09:28:11", other("20260901092811")),
        ("2026-12-31T23:28:11Z", other("20270101072811")),
        // Zones that there are not, or that are not known.
        ("2026-01-15 09:28:11 EST", other("")),
        ("2026-01-15 09:28:11 -0600 CST", other("")),
        ("2026-01-15T09:28:11+08:00+08:00", other(MORNING)),
        ("2026-01-15T09:28:11+08:00+09:00", other("")),
        ("2026-01-15T09:28:11+15:00", other("")),
        ("2026-01-15T09:28:11+08:60", other("")),
        ("2026-01-15T09:28:11+080000", other("")),
        ("2026-01-15T09:28:11+", other("")),
        ("2026-01-15T09:28:11+:", other("")),
        ("2026-01-15T09:28:11+08:", other("")),
        ("2026-01-15T09:28:11+080", other("")),
        ("2026-01-15T09:28:11 08:00", other("")),
        ("2026-01-14 17:28-08:00", other("")),
        ("Z20260115092811", other("")),
        ("20260115Z092811", other("")),
        ("2026-01-15T09:28:11+08:00[Asia/Shanghai", other("")),
    ]);
}

#[test]
fn names_no_time_that_is_not_told() {
    let long = "1".repeat(1 << 20);
    let far = format!("2026-01-15{}09:28:11", " ".repeat(60));
    check([
        ("", other("")),
        (" ", other("")),
        ("-", other("")),
        ("+", other("")),
        ("now", other("")),
        ("null", other("")),
        ("20260115", other("")),
        ("2026-01-15", other("")),
        ("2026年1月15日", other("")),
        ("2026-01-15T", other("")),
        ("2026-01-15Z", other("")),
        ("2026-01-15+08:00", other("")),
        ("2026-01-15 09", other("")),
        ("2026-01-15 9点", other("")),
        ("2026-01-15 9点半", other("")),
        ("2026-01", other("")),
        ("2026", other("")),
        ("09:28:11", other("")),
        ("01-15 09:28:11", other("")),
        ("Jan 15 09:28:11", other("")),
        ("26-01-15 09:28:11", other("")),
        ("99-01-15 09:28:11", other("")),
        ("260115092811", other("")),
        ("2026/15/01 09:28:11", other("")),
        ("2026-02-29 09:28:11", other("")),
        ("2026-00-15 09:28:11", other("")),
        ("0000-00-00 00:00:00", other("")),
        ("1999-12-31 23:59:59", other("")),
        ("2100-01-01 00:00:00", other("")),
        ("2026-01-15 24:00:00", other("")),
        ("2026-01-15 09:60:11", other("")),
        ("2026-01-15 09:28:60", other("")),
        ("2026-01-15 09:28:011", other("")),
        ("2026-01-15 009:28:11", other("")),
        ("2026-001-15 09:28:11", other("")),
        ("2026-0001-15 09:28:11", other("")),
        ("2026-01-15 09:28:11 2026", other("")),
        ("2026-01-15 09:28:11 09:28:11", other("")),
        ("2026-01-15 09:28:11 2026-01-16 09:28:11", other("")),
        ("2026-01-15 09:28-11", other("")),
        ("2026-01-15 09-28:11", other("")),
        ("2026-01-15 -09:28:11", other(MORNING)),
        ("2026-015T09:28:11", other("")),
        ("2026-W03-4T09:28:11", other("")),
        ("Foo Jan 15 2026 09:28:11", other("")),
        ("Jan Feb 15 2026 09:28:11", other("")),
        ("Ja 15 2026 09:28:11", other("")),
        ("Jän 15 2026 09:28:11", other("")),
        ("mardi 15/01/2026 09:28:11", other("")),
        ("/Date(1768440491123)/", other("")),
        ("2026\\/01\\/15 09:28:11", other("")),
        ("2026-01-15 09:28:11;", other("")),
        ("2026-01-15 09:28:11\u{0}", other("")),
        ("2026011509281", other("")),
        ("202601150928111", other("")),
        ("２０２６１３０１００００００", other("")),
        ("٢٠٢٦٠١١٥٠٩٢٨١١", other("")),
        ("二〇二六年一月十五日", other("")),
        ("星期", other("")),
        ("2026年三月15日 09:28:11", other("")),
        ("周", other("")),
        ("下午好", other("")),
        ("\u{1f600}1\u{301}", other("")),
        ("12:\u{e9}", other("")),
        (&long, other("")),
        (&far, other("")),
    ]);
}

#[test]
fn writes_times() {
    for (seconds, text) in [
        (0, "19700101080000"),
        (951_782_400, "20000229080000"),
        (1_768_440_491, "20260115092811"),
        (4_102_444_799, "21000101075959"),
    ] {
        assert_eq!(write(seconds).as_deref(), Some(text));
    }
    assert_eq!(write(i64::MAX), None);
}

#[test]
fn every_day_written_exists() {
    for day in 0..60_000 {
        assert_eq!(read(&write(day * 86400).unwrap()), Time::Valid, "{day}");
    }
}

/// Every format of every day, each at another time of day, is read as that time or not at all.
#[test]
fn formats_agree() {
    const FORMATS: [(&str, &str); 13] = [
        ("always", "yyyy-MM-dd HH:mm:ss"),
        ("always", "yyyy/MM/dd HH.mm.ss"),
        ("always", "yyyy年MM月dd日HH时mm分ss秒"),
        ("always", "yyyyMMddHHmmss123"),
        ("always", "yyyyMMddTHHmmss+0800"),
        ("always", "HH:mm:ss yyyy.MM.dd"),
        ("sometimes", "MM/dd/yyyy HH:mm:ss"),
        ("sometimes", "dd.MM.yyyy HH:mm:ss"),
        ("sometimes", "MMddyyyyHHmmss"),
        ("sometimes", "ddMMyyyyHHmmss123"),
        ("sometimes", "MM/dd/yy HH:mm:ss"),
        ("sometimes", "dd-MM-yy HH:mm:ss"),
        ("sometimes", "yy-MM-dd HH:mm:ss"),
    ];
    for day in 0..25_000 {
        let written = write(946_684_800 + day * 86400 + day * 7919 % 86400).unwrap();
        for (when, format) in FORMATS {
            let text = format
                .replace("yyyy", &written[..4])
                .replace("yy", &written[2..4])
                .replace("MM", &written[4..6])
                .replace("dd", &written[6..8])
                .replace("HH", &written[8..10])
                .replace("mm", &written[10..12])
                .replace("ss", &written[12..]);
            match digits(read(&text)) {
                Some(digits) => assert_eq!(digits, written, "{text}"),
                None => assert_eq!(when, "sometimes", "{text}"),
            }
        }
    }
}
