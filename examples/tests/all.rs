//! Every example runs to its end, with the sandbox that it starts.

use std::process::Command;

macro_rules! runs {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            let program = env!(concat!("CARGO_BIN_EXE_", stringify!($name)));
            let output = Command::new(program).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            assert!(!output.stdout.is_empty(), "it shows nothing");
        }
    )*

        #[test]
        fn no_example_is_left_out() {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/bin");
            let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
            let mut there: Vec<_> = files.map(|path| path.file_stem().unwrap().to_owned()).collect();
            there.sort();
            assert_eq!(there, [$(stringify!($name)),*]);
        }
    };
}

runs! { blocking many more_operations paging quickstart records relations sessions sync }
