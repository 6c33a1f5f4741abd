// The project's own engine, in a thread of its own: Python in WebAssembly, the engine's wheel and the edition.
// Everything comes from this site. Engine and edition are held against the digests that the build wrote down; the build
// itself held the Python against those that it knows.

const SITE = new URL("../../", import.meta.url);
const MANIFEST = new URL("assessment/manifest.json", SITE);

let python = null;
let session = null;

function progress(text) {
  postMessage({ event: "progress", text });
}

async function fetched(pinned) {
  const answer = await fetch(new URL(pinned.path, SITE), { integrity: pinned.integrity });
  if (!answer.ok) throw new Error(`${pinned.path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function start() {
  const manifest = await (await fetch(MANIFEST, { cache: "no-cache" })).json();
  if (!manifest.runtime) {
    postMessage({ event: "failed", error: "本网站没有随附计算引擎" });
    return;
  }
  progress("正在下载计算引擎");
  const runtime = new URL(`${manifest.runtime}/`, SITE);
  const [{ loadPyodide }, wheel, edition] = await Promise.all([
    import(new URL("pyodide.mjs", runtime)),
    fetched(manifest.engine),
    fetched(manifest.edition),
  ]);
  progress("正在启动计算引擎");
  python = await loadPyodide({ indexURL: runtime.href });
  progress("正在读入标准");
  python.unpackArchive(wheel, "wheel");
  const { Session } = python.pyimport("lceval_docs.assessment.session");
  session = Session(python.toPy(edition));
  // What is there now stays: Python need not look through it again at every key for something to throw away.
  const garbage = python.pyimport("gc");
  garbage.collect();
  garbage.freeze();
  postMessage({ event: "ready", engine: manifest.engine.path, edition: manifest.says });
}

// What the page may ask, and what it is given.
const answers = {
  open: ({ name, bytes }) => JSON.parse(session.open(name, python.toPy(bytes))),
  workbook: ({ answers }) => ({ name: "自评价数据表.xlsx", bytes: copied(session.workbook(JSON.stringify({ answers }))) }),
  digest: ({ texts }) => ({ digest: session.digest(JSON.stringify(texts)) }),
};

class Told extends Error {}

function copied(buffer) {
  if (typeof buffer === "string") throw new Told(buffer);
  const bytes = buffer.toJs();
  buffer.destroy();
  return bytes;
}

function answered(request) {
  const { id, ask, ...told } = request;
  return answers[ask] ? answers[ask](told) : JSON.parse(session.ask(ask, JSON.stringify(told)));
}

addEventListener("unhandledrejection", ({ reason }) => {
  console.error(reason);
  postMessage({ event: "failed", error: "计算引擎没有启动" });
});

const ready = start().catch((error) => {
  console.error(error);
  postMessage({ event: "failed", error: "计算引擎没有启动" });
});

onmessage = async ({ data }) => {
  await ready;
  try {
    if (!session) throw new Error("no session");
    postMessage({ id: data.id, ok: true, value: answered(data) });
  } catch (error) {
    if (!(error instanceof Told)) console.error(error);
    const says = error instanceof Told ? error.message : "这次没有算出来；填写内容仍在，可以保存后换用数据表。";
    postMessage({ id: data.id, ok: false, error: says });
  }
};
