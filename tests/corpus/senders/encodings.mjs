// biome-ignore-all format: a table, most often one case a line
// Mistakes of real programs in a value of the form or the text in its Base64. See ../cases.mjs for the form of a line.
