//! A short run of every law, always the same.

use std::sync::Mutex;

use cbt179_fuzz::{Target, mutator};

/// Tests run one by one, as edges are counted for all threads together.
static ONE: Mutex<()> = Mutex::new(());

/// Tests so many inputs, besides the seeds.
fn obey(name: &str, inputs: u64) {
    let _one = ONE.lock();
    let target = Target::named(name).unwrap();
    let seeds = (target.seeds)().len() as u64;
    if let Err(broken) = mutator::run(target, 179, |count| count < seeds + inputs) {
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
    certificate 3000,
    check 3000,
    compose 3000,
    decode 3000,
    exchange 3000,
    fix 1500,
    locate 3000,
    reply 3000,
    request 3000,
    secrets 3000,
    signing_text 3000,
    verify 300,
}
