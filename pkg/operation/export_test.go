package operation

// Decode is what FuzzDecode needs.
var Decode = decode
