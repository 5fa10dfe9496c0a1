// The licences of what a bundle holds: most ask that their text goes along with every copy.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const folder = 'node_modules/';

/** Returns the names, versions and licence texts of the packages that the files bundled into `what` come from. */
export async function licenses(what, root, inputs) {
  const packages = [...new Set(inputs.filter((input) => input.includes(folder)).map(packageOf))].sort();
  const texts = await Promise.all(packages.map((path) => license(root, path)));
  return `${what} holds these packages, each under its own licence.\n\n${texts.join('\n')}`;
}

/** Cuts the path of a bundled file down to the package it belongs to. */
function packageOf(input) {
  const start = input.lastIndexOf(folder) + folder.length;
  const [first, second] = input.slice(start).split('/');
  return input.slice(0, start) + (first.startsWith('@') ? `${first}/${second}` : first);
}

async function license(root, path) {
  const { name, version, license: id } = JSON.parse(await readFile(join(root, path, 'package.json'), 'utf8'));
  const file = (await readdir(join(root, path))).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? (await readFile(join(root, path, file), 'utf8')).replaceAll('\r\n', '\n').trim() : 'Its package holds no licence text.';
  return `${'-'.repeat(80)}\n${name} ${version} (${id})\n\n${text}\n`;
}
