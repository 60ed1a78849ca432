// A SARIF log against the schema, what code hosts need, and the findings that must be in it.
// node check.mjs SCHEMA LOG [CODE URI TEXT]…: each finding's region must hold just that text; an
// empty text stands for any, and without findings none may be there.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const [schemaPath, logPath, ...wanted] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
const log = read(logPath);
const problems = [];
const must = (holds, what) => holds || problems.push(what);

const ajv = new Ajv({ allErrors: true, strict: false });
formats(ajv);
const validate = ajv.compile(read(schemaPath));
must(validate(log), `schema: ${ajv.errorsText(validate.errors)}`);

const run = log.runs[0];
const rules = run.tool.driver.rules;
must(run.columnKind === "unicodeCodePoints", `columns are ${run.columnKind}`);
for (const rule of rules) {
  must(rule.help?.text && rule.fullDescription?.text, `${rule.id} is not described`);
}

// The text of a region: lines end with LF or CR LF, a byte-order mark is none of it, columns count
// code points from 1, and the end is excluded.
function held(place) {
  const { artifactLocation, region } = place.physicalLocation;
  const file = new URL(artifactLocation.uri, pathToFileURL(`${process.cwd()}/`));
  const lines = readFileSync(file, "utf8").replace(/^\uFEFF/, "").split(/\r?\n/);
  const { startLine, startColumn, endLine, endColumn } = region;
  must(startLine >= 1 && startColumn >= 1, `the region starts at ${startLine}:${startColumn}`);
  must(endLine <= lines.length, `the region ends on line ${endLine} of ${lines.length}`);
  const part = lines.slice(startLine - 1, endLine).map((line) => [...line]);
  part[part.length - 1] = part.at(-1).slice(0, endColumn - 1);
  part[0] = part[0].slice(startColumn - 1);
  return part.map((line) => line.join("")).join("\n");
}

function checkUri(uri) {
  must(!/^[\\/]|\\|(^|\/)\.\.?(\/|$)/.test(uri), `${uri} is not tidy`);
  must(!/[^\x21-\x7e]/.test(uri), `${uri} is not percent-encoded`);
  must(/^(file:\/\/\/)?[^:]*$/.test(uri), `${uri} has a scheme`);
}

const hazards = /[\x00-\x09\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const found = run.results.map((result) => {
  must(rules[result.ruleIndex]?.id === result.ruleId, `${result.ruleId} has another's index`);
  must(["note", "warning", "error"].includes(result.level), `level ${result.level}`);
  const places = [...result.locations, ...(result.relatedLocations ?? [])];
  for (const place of places) {
    checkUri(place.physicalLocation.artifactLocation.uri);
    held(place);
    const said = (place.message ?? result.message).text;
    must(!hazards.test(said), `a message holds ${JSON.stringify(said)}`);
    must(!/(?<!\\)\]\(/.test(said), `a message holds a link: ${said}`);
  }
  const [place] = result.locations;
  return [result.ruleId, place.physicalLocation.artifactLocation.uri, held(place)];
});

if (wanted.length === 0) must(found.length === 0, `found ${JSON.stringify(found)}`);
for (let at = 0; at < wanted.length; at += 3) {
  const [code, uri, text] = wanted.slice(at, at + 3);
  const words = text.replaceAll("\\n", "\n");
  const is = ([c, u, t]) => c === code && u === uri && (words === "" || t === words);
  must(found.some(is), `no ${code} in ${uri} on ${words}, but ${JSON.stringify(found)}`);
}
for (const problem of problems) console.log(`        ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
