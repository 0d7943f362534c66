// Compares the messages of two files of tau-bench trajectories: the same conversations, each with the same messages, in
// the same order, with the same fields in the same order and the same values. The order of conversations does not count.
const fs = require('fs');

const conversations = (file) =>
  JSON.parse(fs.readFileSync(file, 'utf8')).map((record) => JSON.stringify(record.traj)).sort();

const [one, other] = process.argv.slice(2).map(conversations);
if (one.length !== other.length || one.some((text, i) => text !== other[i])) {
  console.error('FAILED: the export differs from the input');
  process.exit(1);
}
