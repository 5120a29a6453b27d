package envelope

// NewCall makes a call whose key and initialisation vector are known.
var NewCall = newCall
