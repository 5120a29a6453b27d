package walletengine

// DecodeError is for FuzzDecodeError.
var DecodeError = decodeError
