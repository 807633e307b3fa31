//! The bill of materials: every crate in the binary, as `CycloneDX`.

use super::build::Build;
use super::command::{self, output};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn bill(build: &Build) -> Result<Value, String> {
    let mut tree = build.command("cargo");
    tree.args(["tree", "--locked", "--package", "vtql-cli", "--edges", "normal", "--prefix", "none"]);
    tree.args(["--target", &build.target, "--no-dedupe", "--format", "{p}\t{l}"]);
    let crates: BTreeMap<(String, String), String> =
        output(&mut tree)?.lines().filter_map(component).collect();
    let components: Vec<Value> = crates
        .iter()
        .map(|((name, version), license)| {
            let purl = format!("pkg:cargo/{name}@{version}");
            let mut component =
                json!({ "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl });
            if !license.is_empty() {
                component["licenses"] = json!([{ "expression": license.replace('/', " OR ") }]);
            }
            component
        })
        .collect();
    if components.len() < 50 {
        return Err(format!("cargo tree lists {} crates", components.len()));
    }
    let vtql = json!({ "type": "application", "name": "vtql", "version": build.version });
    Ok(json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": vtql }, "components": components
    }))
}

/// `name v1.2.3 (proc-macro)`, a tab, and the licence.
fn component(line: &str) -> Option<((String, String), String)> {
    let (package, license) = line.split_once('\t')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    Some(((name.to_owned(), version.to_owned()), license.trim().to_owned()))
}

pub(super) fn write(build: &Build) -> Result<(), String> {
    let text = serde_json::to_string_pretty(&bill(build)?).map_err(|error| error.to_string())?;
    command::write(&build.stage.join("vtql.cdx.json"), &format!("{text}\n"))
}
