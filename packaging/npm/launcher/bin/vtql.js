#!/usr/bin/env node
// Starts the binary of the package for this platform, with the same arguments, streams and exit code.
"use strict";
const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
let binary;
try {
  binary = require.resolve(`@vtql/${platform}/bin/vtql${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(`error: there is no @vtql/${platform}: it is an optional dependency of vtql, which was not installed`);
  console.error("  = help: npm install --include=optional; for other platforms: cargo install vtql-cli");
  process.exit(2);
}

const child = spawn(binary, process.argv.slice(2), { stdio: "inherit" });
// A terminal sends its signals to the child as well; those of others are passed on.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`error: ${binary} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});
