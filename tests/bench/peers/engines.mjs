// The engines that run in Node, each behind the same protocol: read template and data, render, tell the times.
//
// Usage: node engines.mjs ENGINE FOLDER ROWS SECONDS OUT, in the folder that holds node_modules. One report is rendered and
// written to OUT (SECONDS is 0), or reports with numbers of their own for so many seconds beside OUT; the times in
// milliseconds are printed as JSON.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const [WIDTH, HEIGHT] = [480, 360]; // pixels
const CENTIMETRES_A_PIXEL = 2.54 / 96;
const [LEAST, DIFFERENT_FILES] = [3, 20];

// Each: the template and the report give a function of values that gives the bytes.
const ENGINES = {
  docxtemplater(template, { pictures }) {
    const Zip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    const Pictures = require("docxtemplater-image-module-free");
    const raw = fs.readFileSync(template);
    const names = Object.fromEntries(Object.keys(pictures).map((name) => [name, name]));
    return (values) => {
      const module = new Pictures({ getImage: (name) => pictures[name], getSize: () => [WIDTH, HEIGHT], fileType: "docx" });
      const report = new Docxtemplater(new Zip(raw), { paragraphLoop: true, linebreaks: true, modules: [module] });
      report.render({ ...values, ...names });
      return report.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },

  carbone(template) {
    const carbone = require("carbone");
    return (values) =>
      new Promise((give, fail) => {
        carbone.render(template, values, (error, made) => (error ? fail(error) : give(made)));
      });
  },

  // Without its sandbox, which would take five times as long; tables of thousands of rows need the higher limit.
  "docx-templates"(template, { pictures }) {
    const { createReport } = require("docx-templates");
    const raw = fs.readFileSync(template);
    const [width, height] = [WIDTH * CENTIMETRES_A_PIXEL, HEIGHT * CENTIMETRES_A_PIXEL];
    const additionalJsContext = Object.fromEntries(
      Object.entries(pictures).map(([name, data]) => [name, () => ({ width, height, data, extension: ".png" })]),
    );
    return async (data) =>
      Buffer.from(
        await createReport({ template: raw, data, additionalJsContext, noSandbox: true, maximumWalkingDepth: 1e9 }),
      );
  },

  "easy-template-x"(template, { pictures, charts }) {
    const { TemplateHandler, MimeType } = require("easy-template-x");
    const raw = fs.readFileSync(template);
    const more = {};
    for (const [name, source] of Object.entries(pictures)) {
      more[name] = { _type: "image", source, format: MimeType.Png, width: WIDTH, height: HEIGHT };
    }
    for (const [name, chart] of Object.entries(charts)) {
      more[name] = { _type: "chart", categories: { names: chart.categories }, series: chart.series };
    }
    return (values) => new TemplateHandler().process(raw, { ...values, ...more });
  },
};

// Times of the first report, and of the later half of the others, on the wall and of the processor.
async function measured(render, values, seconds, out) {
  const walls = [];
  const cpus = [];
  const until = performance.now() + seconds * 1000;
  while (!walls.length || (seconds && (walls.length <= LEAST || performance.now() < until))) {
    const number = walls.length;
    const numbered = { ...values, report_no: `${values.report_no}-${number}` };
    const at = seconds ? `${out}.${number % DIFFERENT_FILES}` : out;
    fs.rmSync(at, { force: true }); // emptying the old file is no part of writing a report
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    fs.writeFileSync(at, await render(seconds ? numbered : values));
    walls.push(performance.now() - wall);
    const { user, system } = process.cpuUsage(cpu);
    cpus.push((user + system) / 1000);
  }
  const half = Math.ceil(walls.length / 2);
  return { first: walls[0], warm: middle(walls.slice(half)), cpu: middle(cpus.slice(half)), reports: walls.length };
}

function middle(values) {
  return values.length ? values.sort((a, b) => a - b)[Math.floor(values.length / 2)] : 0;
}

const [name, folder, rows, seconds, out] = process.argv.slice(2);
const report = JSON.parse(fs.readFileSync(path.join(folder, `${rows}.json`)));
for (const [key, file] of Object.entries(report.pictures)) report.pictures[key] = fs.readFileSync(path.join(folder, file));
const render = ENGINES[name](path.join(folder, `${name}.docx`), report);
console.log(JSON.stringify(await measured(render, report.values, Number(seconds), out)));
process.exit(0);
