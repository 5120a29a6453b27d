package walletenginecards

// DecodeError is for FuzzDecodeError.
var DecodeError = decodeError
