// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in the text in a field. See ../cases.mjs for the form of a line.
