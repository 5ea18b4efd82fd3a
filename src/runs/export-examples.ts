import { onnxInput } from '../network/onnx-model.ts';
import type { ExportFormat } from './export-formats.ts';

/*
 * Short programs that are next to an exported model and use it: a task given as [[code, site, count], …] on the command
 * line becomes the classes' probabilities, as JSON.
 */

/** Names and contents. */
export function exampleFiles(format: ExportFormat): [string, string][] {
  switch (format) {
    case 'tfjs':
      return [
        ['example.mjs', tensorflowScript],
        ['example.py', kerasScript],
      ];
    case 'keras':
      return [
        ['CONVERT.md', conversion],
        ['example.py', kerasScript],
        ['example.mjs', tensorflowScript],
      ];
    case 'onnx':
      return [
        ['example.mjs', onnxScript],
        ['example.py', onnxPython],
      ];
    case 'xgboost':
      return [
        ['example.py', xgboostPython],
        ['example.mjs', xgboostScript],
      ];
    default:
      throw new Error(`no format ${format satisfies never}`);
  }
}

const scriptHead = `import fs from 'node:fs';
`;

/** Reads the description and the task; leaves \`counts\`, flattened, row by row. */
const scriptCounts = `
const { codes, sites, classes, target, features, zeros } = JSON.parse(fs.readFileSync(new URL('oap.json', import.meta.url)));
const transform = { none: (n) => n, log1p: Math.log1p, binary: (n) => (n > 0 ? 1 : 0) }[features.transform];
// Errors of one task: [code, site, count]. What the model has never seen counts for nothing.
const task = JSON.parse(process.argv[2] ?? JSON.stringify([[codes[0], sites[0], 1]]));
const counts = new Float32Array(codes.length * sites.length);
function add(code, site, count) {
  const [c, s] = [codes.indexOf(code), sites.indexOf(site)];
  if (c >= 0 && s >= 0) counts[c * sites.length + s] += count;
}
for (const [code, site, count] of task) {
  add(code, site, count);
  if (!features.totals) continue;
  const [, ending = ''] = features.sites === 'good-bad' ? (/( \\((?:good|bad)\\))$/.exec(site) ?? []) : [];
  add(code, '(all sites)' + ending, count);
  add('(all codes)', site, count);
}
counts.forEach((count, i) => { if (count > 0) counts[i] = transform(count); });
`;

const scriptEnd = `console.log(JSON.stringify(classes[target].map((name, i) => [name, probabilities[i]])));
`;

const tensorflowScript = `// npm install @tensorflow/tfjs-core @tensorflow/tfjs-layers @tensorflow/tfjs-backend-cpu
import '@tensorflow/tfjs-backend-cpu';
${scriptHead}import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
${scriptCounts}
const { modelTopology, weightsManifest } = JSON.parse(fs.readFileSync(new URL('model.json', import.meta.url)));
const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
const weightData = Uint8Array.from(fs.readFileSync(new URL('weights.bin', import.meta.url))).buffer;
const model = await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
const probabilities = model.predict(tf.tensor(counts, [1, codes.length, sites.length])).dataSync();
${scriptEnd}`;

const onnxScript = `// npm install onnxruntime-node
${scriptHead}import ort from 'onnxruntime-node';
${scriptCounts}
const session = await ort.InferenceSession.create(fs.readFileSync(new URL('model.onnx', import.meta.url)));
const feeds = { ${onnxInput}: new ort.Tensor('float32', counts, [1, codes.length, sites.length]) };
const probabilities = (await session.run(feeds)).probabilities.data;
${scriptEnd}`;

const xgboostScript = `// Walks the trees by itself: there is no npm package that reads XGBoost's JSON well.
${scriptHead}${scriptCounts}
const { learner } = JSON.parse(fs.readFileSync(new URL('model.xgb.json', import.meta.url)));
const { trees, tree_info: classOf } = learner.gradient_booster.model;
const margins = classes[target].map(() => Number(learner.learner_model_param.base_score));
trees.forEach((tree, i) => {
  let node = 0;
  while (tree.left_children[node] !== -1) {
    const value = counts[tree.split_indices[node]];
    const missing = zeros === 'missing' && value === 0;
    const left = missing ? tree.default_left[node] : value < Math.fround(tree.split_conditions[node]);
    node = left ? tree.left_children[node] : tree.right_children[node];
  }
  margins[classOf[i]] += tree.split_conditions[node];
});
const powers = margins.map((margin) => Math.exp(margin - Math.max(...margins)));
const probabilities = powers.map((power) => power / powers.reduce((sum, one) => sum + one, 0));
${scriptEnd}`;

/** Reads the description and the task; leaves `counts`, [1, codes, sites]. */
const pythonCounts = `
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "oap.json"), encoding="utf-8") as file:
    oap = json.load(file)
codes, sites = oap["codes"], oap["sites"]
transform = {"none": lambda n: n, "log1p": math.log1p, "binary": lambda n: float(n > 0)}[oap["features"]["transform"]]
# Errors of one task: [code, site, count]. What the model has never seen counts for nothing.
task = json.loads(sys.argv[1]) if len(sys.argv) > 1 else [[codes[0], sites[0], 1]]
counts = np.zeros((1, len(codes), len(sites)), dtype=np.float32)
def add(code, site, count):
    if code in codes and site in sites:
        counts[0, codes.index(code), sites.index(site)] += count
for code, site, count in task:
    add(code, site, count)
    if oap["features"].get("totals"):
        kept_apart = oap["features"]["sites"] == "good-bad" and site.endswith((" (good)", " (bad)"))
        add(code, "(all sites)" + (site[site.rindex(" ("):] if kept_apart else ""), count)
        add("(all codes)", site, count)
counts[counts > 0] = [transform(count) for count in counts[counts > 0]]
`;

const pythonHead = `import json, math, os, sys
import numpy as np
`;

const pythonEnd = `print(json.dumps([[name, float(p)] for name, p in zip(oap["classes"][oap["target"]], probabilities)]))
`;

const kerasScript = `# pip install tensorflowjs
${pythonHead}import tensorflowjs as tfjs
${pythonCounts}
model = tfjs.converters.load_keras_model(os.path.join(here, "model.json"))
probabilities = model.predict(counts)[0]
${pythonEnd}`;

const onnxPython = `# pip install onnxruntime
${pythonHead}import onnxruntime
${pythonCounts}
session = onnxruntime.InferenceSession(os.path.join(here, "model.onnx"))
probabilities = session.run(None, {"${onnxInput}": counts})[0][0]
${pythonEnd}`;

const xgboostPython = `# pip install "xgboost>=1.7"
${pythonHead}import xgboost
${pythonCounts}
booster = xgboost.Booster(model_file=os.path.join(here, "model.xgb.json"))
flat = counts.reshape(1, -1)
missing = 0.0 if oap["zeros"] == "missing" else np.nan
probabilities = booster.predict(xgboost.DMatrix(flat, missing=missing))[0]
${pythonEnd}`;

const conversion = `# To Keras

The files are a TensorFlow.js LayersModel of standard Keras layers. TensorFlow's own converter makes a Keras file of it:

    pip install tensorflowjs
    tensorflowjs_converter --input_format=tfjs_layers_model --output_format=keras model.json model.h5

Then \`keras.models.load_model("model.h5")\` in Python. Or load \`model.json\` itself, as \`example.py\` does.
`;
