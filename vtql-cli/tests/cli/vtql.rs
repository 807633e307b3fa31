//! Running the binary.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// The binary, about to run in an empty folder and an environment without settings.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vtql"));
    command.current_dir(folder).args(args);
    for variable in [
        "VTIGER_URL",
        "VTIGER_USER",
        "VTIGER_ACCESS_KEY",
        "VTQL_SNAPSHOT",
        "VTQL_PROFILE",
        "VTQL_PAGER",
        "PAGER",
        "LESS",
        "NO_COLOR",
    ] {
        command.env_remove(variable);
    }
    // What a user keeps is of no concern to a test.
    command.env("XDG_CONFIG_HOME", folder.join("settings"));
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    command
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs a command to its end, with this as standard input.
pub(crate) fn finish(command: &mut Command, input: &str) -> Ran {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // A command that does not read its input closes the pipe.
        scope.spawn(move || stdin.write_all(input.as_bytes()).ok());
        child.wait_with_output().unwrap()
    });
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A folder to work in.
pub(crate) struct Workplace {
    folder: TempDir,
}

impl Workplace {
    pub(crate) fn new() -> Self {
        Workplace { folder: TempDir::new().unwrap() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// The snapshot of a standard instance, under the usual name.
    pub(crate) fn with_snapshot(self) -> Self {
        self.write("vtql.snapshot.json", vtql_schema::standard::SNAPSHOT_JSON);
        self
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        command(self.path(), args)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    pub(crate) fn run_with(&self, args: &[&str], input: &str) -> Ran {
        finish(&mut self.command(args), input)
    }
}

/// A running `vtql sandbox`, ended when dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
    pub(crate) user: String,
    pub(crate) access_key: String,
}

impl Served {
    /// Starts one with these further arguments, and waits until it is ready.
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::start_with(args, &[])
    }

    /// The same, with these variables in its environment.
    pub(crate) fn start_with(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = command(&std::env::temp_dir(), &["sandbox", "--port", "0", "--json"]);
        Self::spawn(command.args(args).envs(variables.iter().copied()))
    }

    /// The same, with what it tells on standard error kept for [`told`](Served::told).
    #[cfg(unix)]
    pub(crate) fn start_told(args: &[&str]) -> Self {
        let mut command = command(&std::env::temp_dir(), &["sandbox", "--port", "0", "--json"]);
        Self::spawn(command.args(args).stderr(Stdio::piped()))
    }

    fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        let text = |key: &str| ready[key].as_str().unwrap().to_owned();
        Served { child, url: text("url"), user: text("user"), access_key: text("access_key") }
    }

    /// Runs the binary as a client of this sandbox.
    pub(crate) fn run(&self, work: &Workplace, args: &[&str]) -> Ran {
        finish(&mut self.command(work, args), "")
    }

    pub(crate) fn command(&self, work: &Workplace, args: &[&str]) -> Command {
        let mut command = work.command(args);
        command.env("VTIGER_URL", &self.url).env("VTIGER_USER", &self.user);
        command.env("VTIGER_ACCESS_KEY", &self.access_key);
        command
    }

    #[cfg(unix)]
    pub(crate) fn terminate(self) -> Option<i32> {
        self.signal("-TERM").wait()
    }

    /// Sends it a signal.
    #[cfg(unix)]
    pub(crate) fn signal(self, signal: &str) -> Self {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self
    }

    /// What it has told on standard error, when it has ended.
    #[cfg(unix)]
    pub(crate) fn told(mut self) -> String {
        let mut told = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        told
    }

    /// Its exit code, when it has ended.
    #[cfg(unix)]
    pub(crate) fn wait(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }

    /// A figure of its memory in KiB, where the system tells: `VmHWM` for the most that it has held.
    pub(crate) fn memory(&self, figure: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(figure)?.strip_prefix(':'))?;
        line.trim().split(' ').next()?.parse().ok()
    }

    /// How many threads it has, where the system tells.
    pub(crate) fn threads(&self) -> Option<usize> {
        Some(std::fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?.count())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// JSON lines.
pub(crate) fn json_lines(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
