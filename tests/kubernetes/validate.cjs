// Validates Kubernetes objects offline. A YAML stream comes in on standard input, for each document one entry goes out:
//   [{"kind", "name", "errors": [text]}]
// Two readings, because neither sees everything: the schemas of Kubernetes (types, required fields, formats), and TypeScript's types of the same,
// which refuse a field that does not exist. Run in the folder that holds node_modules.
const fs = require('fs');
const path = require('path');
const { execFileSync } = require('child_process');
const modules = require('module').createRequire(process.cwd() + '/');
const YAML = modules('yaml');

const PACKAGES = { 'monitoring.coreos.com': '@kubernetes-models/prometheus-operator' };

function moduleOf(apiVersion) {
  return `${PACKAGES[apiVersion.split('/')[0]] ?? 'kubernetes-models'}/${apiVersion}`;
}

function schemaErrors(object) {
  let model;
  try {
    model = modules(moduleOf(object.apiVersion))[object.kind];
  } catch {
    model = undefined;
  }
  if (!model) return [`no schema for ${object.apiVersion} ${object.kind}`];
  try {
    new model(object).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

// One file for each document, so that every error is of one document.
function typeErrors(objects) {
  const folder = fs.mkdtempSync(path.join(process.cwd(), 'types-'));
  const errors = objects.map(() => []);
  try {
    const files = objects.map((object, index) => {
      const file = path.join(folder, `${index}.ts`);
      const text = JSON.stringify(object, null, 1);
      fs.writeFileSync(file, `export const object: import('${moduleOf(object.apiVersion)}').I${object.kind} = ${text};\n`);
      return file;
    });
    execFileSync(process.execPath, [modules.resolve('typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--moduleResolution',
      'nodenext', '--target', 'es2022', '--pretty', 'false', ...files], { encoding: 'utf8', stdio: 'pipe' });
  } catch (failure) {
    if (!failure.stdout) throw failure;
    for (const line of failure.stdout.split('\n')) {
      const found = line.match(/(\d+)\.ts\(\d+,\d+\): error \w+: (.*)/);
      if (found) errors[Number(found[1])].push(found[2]);
    }
    if (errors.every((each) => each.length === 0)) throw failure;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  return errors;
}

const documents = YAML.parseAllDocuments(fs.readFileSync(0, 'utf8'), { strict: true, uniqueKeys: true });
const broken = documents.filter((each) => each.errors.length > 0);
if (broken.length > 0) {
  console.error(broken.map((each) => each.errors[0].message).join('\n'));
  process.exit(2);
}
const objects = documents.map((each) => each.toJS()).filter((each) => each);
// Kustomize breaks long base64 into lines: Kubernetes reads over that, the schema's format does not.
for (const object of objects.filter((each) => each.kind === 'Secret')) {
  for (const key of Object.keys(object.data ?? {})) object.data[key] = object.data[key].replace(/\n/g, '');
}
const types = typeErrors(objects);
console.log(JSON.stringify(objects.map((object, index) => ({
  kind: object.kind, name: object.metadata?.name, errors: [...schemaErrors(object), ...types[index]] }))));
