// Builds the page into ../assets. With --check, says whether the files there are those that would be built.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const assets = new URL("../assets/", import.meta.url);
const { outputFiles } = await build({
  entryPoints: { console: "src/main.ts" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  outdir: "out",
  write: false,
  absWorkingDir: new URL(".", import.meta.url).pathname,
});
const files = outputFiles.map((file) => [file.path.split("/").pop(), file.text]);
files.push(["index.html", readFileSync(new URL("src/index.html", import.meta.url), "utf8")]);
files.push(["icon.svg", readFileSync(new URL("src/icon.svg", import.meta.url), "utf8")]);
let stale = 0;
for (const [name, text] of files) {
  const path = new URL(name, assets);
  if (!process.argv.includes("--check")) {
    writeFileSync(path, text);
  } else if (readFileSync(path, "utf8") !== text) {
    console.error(`vtql-console/assets/${name} is stale: run \`npm install && npm run build\` in vtql-console/page`);
    stale = 1;
  }
}
process.exit(stale);
