package cardplatform

// DecodeError is what FuzzDecodeError feeds.
var DecodeError = decodeError
