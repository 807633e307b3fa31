use serde_json::Value;

/// A sandbox that the console looks into.
pub trait Sandboxed: Send + Sync {
    /// The requests behind this number, in the order of the answers: a list of objects.
    fn requests(&self, after: u64) -> Value;
    /// What goes wrong at the moment, as JSON.
    fn faults(&self) -> String;
    /// Changes what goes wrong from now on.
    fn set_faults(&self, faults: &str) -> Result<(), String>;
    /// How many records each module has: an object.
    fn modules(&self) -> Value;
}
