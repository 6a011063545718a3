// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in numbers, times and lists. See ../cases.mjs for the form of a line.
