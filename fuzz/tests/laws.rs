//! Runs every law briefly, with the same inputs on every run.

use std::sync::Mutex;

use cbt179_fuzz::{Target, mutator};

/// Makes tests run one at a time, because edges are counted for all threads together.
static ONE: Mutex<()> = Mutex::new(());

/// Tests this many inputs, seeds first.
fn obey(name: &str, inputs: u64) {
    let _one = ONE.lock();
    let target = Target::named(name).unwrap();
    if let Err(broken) = mutator::run(target, 179, |count| count < inputs) {
        panic!("{}\n{name} is broken by {}", broken.message, broken.input.escape_ascii());
    }
}

macro_rules! laws {
    ($($name:ident $inputs:literal,)*) => {
        $(#[test] fn $name() { obey(stringify!($name), $inputs); })*

        #[test]
        fn every_target_is_tested() {
            let names: Vec<_> = cbt179_fuzz::TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
            for name in names {
                assert!(std::path::Path::new(&format!("fuzz_targets/{name}.rs")).exists(), "{name}");
            }
        }
    };
}

laws! {
    certificate 5000,
    check 2000,
    compose 1500,
    decode 2000,
    exchange 2000,
    fix 1000,
    locate 500,
    reply 2000,
    request 1500,
    secrets 1000,
    signing_text 1500,
    verify 1000,
}
