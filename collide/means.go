package collide

// Means reports whether a word in a plan or the settings means a department: it
// is its full name, or the function at its name's end.
func Means(word, department string) bool { return names(word, department) }
