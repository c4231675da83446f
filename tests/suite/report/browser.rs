//! The page of a debrief in a real browser: it fits a phone and a desk, its links lead somewhere,
//! its charts have a size, it prints.

use std::fs;
use std::path::Path;
use std::process::Command;

use firedrill::report::html;
use tempfile::TempDir;

use crate::report::debrief;

/// A phone, and a desk, in CSS pixels.
const WIDTHS: [u32; 2] = [390, 1280];

/// Runs the browser of the tests on a page that is a file.
fn browser(folder: &TempDir, page: &Path, arguments: &[String]) -> String {
    browse(folder, &format!("file://{}", page.display()), arguments)
}

/// Runs the browser of the tests on an address.
pub(crate) fn browse(folder: &TempDir, address: &str, arguments: &[String]) -> String {
    #[expect(clippy::disallowed_methods, reason = "the test command names its browser so")]
    let chromium = std::env::var("FIREDRILL_TEST_CHROMIUM");
    let chromium = chromium
        .expect("FIREDRILL_TEST_CHROMIUM names no browser: `tests/run` installs one and sets it");
    let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
    let out = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .arg(profile)
        .args(arguments)
        .arg(address)
        .output()
        .expect("the browser runs");
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// What the browser makes of a page in a frame so wide: how wide its content is, links that lead
/// nowhere, charts without a size.
fn measured(page: &str, width: u32) -> (u32, u32, u32) {
    const MEASURE: &str = "<script>\
        const found = document.querySelectorAll('a[href^=\"#\"]');\
        const lost = [...found].filter(a => !document.getElementById(a.hash.slice(1)));\
        const flat = [...document.querySelectorAll('svg')]\
            .filter(own => own.getBoundingClientRect().height < 8);\
        const said = [document.documentElement.scrollWidth, lost.length, flat.length];\
        parent.document.documentElement.dataset.said = said.join(' ');</script>";
    let policy = "style-src 'unsafe-inline'";
    assert!(page.contains(policy), "the page forbids scripts; here one measures");
    let open = page.replace(policy, "style-src 'unsafe-inline'; script-src 'unsafe-inline'");
    let inner = format!("{open}{MEASURE}").replace('&', "&amp;").replace('"', "&quot;");
    let style = format!("width:{width}px;height:4000px;border:0");
    let outer = format!(
        "<!DOCTYPE html><body style=\"margin:0\"><iframe style=\"{style}\" srcdoc=\"{inner}\">"
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    fs::write(&file, outer).unwrap();
    let dom = browser(&folder, &file, &["--dump-dom".to_owned()]);
    let said = dom.split("data-said=\"").nth(1).and_then(|rest| rest.split('"').next());
    let said = said.unwrap_or_else(|| panic!("the browser measured nothing: {dom:.400}"));
    let numbers: Vec<u32> = said.split(' ').map(|number| number.parse().unwrap()).collect();
    (numbers[0], numbers[1], numbers[2])
}

#[test]
fn the_page_fits_a_phone_and_a_desk_and_its_links_lead_somewhere() {
    for name in ["good", "mixed", "nothing"] {
        let page = html::render(&debrief(name));
        for width in WIDTHS {
            let (wide, lost, flat) = measured(&page, width);
            assert!(wide <= width, "{name}: {wide} px wide on {width}");
            assert_eq!((lost, flat), (0, 0), "{name} on {width}: lost links, flat charts");
        }
    }
}

#[test]
fn the_page_prints() {
    let folder = tempfile::tempdir().unwrap();
    let (page, paper) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
    fs::write(&page, html::render(&debrief("mixed"))).unwrap();
    browser(&folder, &page, &[format!("--print-to-pdf={}", paper.display())]);
    let bytes = fs::read(&paper).expect("it was printed");
    assert!(bytes.starts_with(b"%PDF"), "what was printed is no PDF");
    let pages = bytes.windows(11).filter(|own| own == b"/Type /Page").count();
    assert!((2..40).contains(&pages), "{pages} pages");
}
