// Whoever started this process holds the other end of its input, and lets go of it when it dies.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();
