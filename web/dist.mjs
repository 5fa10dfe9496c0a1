// What both builds do with what they made: write it, or compare it with what is committed.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const checking = process.argv.includes('--check');

/** Writes the files, a map from name to bytes, into the folder; with --check fails unless it holds them, byte for byte. */
export function settle(folder, files) {
  return checking ? check(folder, files) : write(folder, files);
}

async function write(folder, files) {
  await rm(folder, { recursive: true, force: true });
  for (const [name, bytes] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
    console.log(`${name}  ${Math.ceil(bytes.length / 1024)} KiB`);
  }
}

async function check(folder, files) {
  const place = `${basename(dirname(folder))}/dist`;
  const committed = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = committed.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const wrong = names.filter((name) => !files.has(name)).map((name) => `${name}: not made by the build`);
  for (const [name, bytes] of files) {
    const found = await readFile(join(folder, name)).catch(() => null);
    if (!found) wrong.push(`${name}: missing`);
    else if (!found.equals(bytes)) wrong.push(`${name}: differs`);
  }
  if (wrong.length > 0) {
    console.error(`${place} is not what the sources give; run 'npm run build' in web/ and commit it:\n  ${wrong.join('\n  ')}`);
    process.exitCode = 1;
    return;
  }
  console.log(`${place} is what the sources give (${files.size} files)`);
}
