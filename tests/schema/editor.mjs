// Asks a TOML language server over stdio what an editor would: completion in the empty line that
// ends a file, and hover on the key above it. Usage: node editor.mjs SERVER FILE
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [server, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const uri = pathToFileURL(resolve(file)).href;
const child = spawn(server, ["lsp"], { stdio: ["pipe", "pipe", "ignore"] });
const waiting = new Map();
let received = Buffer.alloc(0);

const names = ["completion in [[round]]", "completion shows texts", "hover on stage"];
const results = new Map(names.map((name) => [name, false]));
const finish = () => {
  for (const [name, good] of results) console.log(`${good ? "ok     " : "FAILED "} tombi: ${name}`);
  child.kill();
  process.exit([...results.values()].every(Boolean) ? 0 : 1);
};
child.on("error", finish);
setTimeout(finish, 30_000);

function send(message) {
  const body = JSON.stringify({ jsonrpc: "2.0", ...message });
  child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

let lastId = 0;
function ask(method, params) {
  const id = ++lastId;
  send({ id, method, params });
  return new Promise((answer) => waiting.set(id, answer));
}

child.stdout.on("data", (data) => {
  received = Buffer.concat([received, data]);
  for (;;) {
    const end = received.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, end))[1]);
    if (received.length < end + 4 + length) return;
    const message = JSON.parse(received.subarray(end + 4, end + 4 + length));
    received = received.subarray(end + 4 + length);
    if (message.method && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.id !== undefined) waiting.get(message.id)?.(message.result);
  }
});

const markdown = ["markdown"];
await ask("initialize", {
  processId: null,
  rootUri: pathToFileURL(dirname(resolve(file))).href,
  capabilities: {
    textDocument: {
      completion: { completionItem: { documentationFormat: markdown } },
      hover: { contentFormat: markdown },
    },
  },
});
send({ method: "initialized", params: {} });
const textDocument = { uri, languageId: "toml", version: 1, text };
send({ method: "textDocument/didOpen", params: { textDocument } });
await new Promise((later) => setTimeout(later, 500));

const lines = text.split("\n");
const empty = { line: lines.indexOf(""), character: 0 };
const found = await ask("textDocument/completion", { textDocument: { uri }, position: empty });
const items = found?.items ?? found ?? [];
const labels = items.map((item) => item.label);
const offered = ["id", "title", "minutes", "focus", "agenda"].every((key) => labels.includes(key));
// What is there already is not offered again, and what belongs elsewhere is not offered at all.
results.set(names[0], offered && !labels.includes("stage") && !labels.includes("progression"));
const focus = items.find((item) => item.label === "focus");
results.set(names[1], JSON.stringify(focus?.documentation ?? "").includes("criteria scored in"));

const stage = { line: lines.findIndex((line) => line.startsWith("stage")), character: 2 };
const hover = await ask("textDocument/hover", { textDocument: { uri }, position: stage });
const shown = JSON.stringify(hover?.contents ?? "");
results.set(names[2], shown.includes("Where in the process") && shown.includes("onsite"));
finish();
