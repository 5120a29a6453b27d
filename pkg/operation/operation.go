// Package operation is what the generated clients and the transports share: the description of one API operation
// as its specification gives it ([Operation]), the call of it on its way down the chain of transports ([Call]),
// and the functions that generated methods consist of ([One], [Many], [PageOf], [All], [None]).
//
// Every transport of the SDK is a plain http.RoundTripper. It finds the call in the request's context and behaves
// accordingly; on requests that no call belongs to it does as little as it can.
package operation

// Operation describes one operation of a platform. The generated clients hold one for each method; package spec
// reads the same from the specifications, for what works on any operation.
type Operation struct {
	Platform    string      // first folder of the specification: wallex
	Spec        string      // specification in package api: wallex/v1/conversions.yaml
	ID          string      // operationId, unique in the platform
	Method      string      // HTTP method
	Path        string      // path with its parameters in braces
	Security    []string    // names of the security schemes that a request needs, all of them
	Evidence    Evidence    // x-evidence
	Retry       Retry       // x-retry
	MovesMoney  bool        // x-moves-money: the call moves money or commits to it
	Result      []string    // x-result: properties that may hold the payload; empty where the answer is the payload
	SuccessFlag string      // x-success-flag: property of a success that is false where the call was refused after all
	Shared      []Shared    // x-shared: fields of requests that a client fills in
	Aliases     Aliases     // x-aliases of the answer's properties
	Pagination  *Pagination // x-pagination, nil where the answer has no pages
	Empty       bool        // a success has no body worth reading
}

// Evidence says how well the method, the path and the request of an operation are known. Where only the answer is
// inferred, the answer's description in the specification says so.
type Evidence string

// The kinds of evidence.
const (
	Documented Evidence = "documented" // the vendor's documentation gives method, path and request
	Public     Evidence = "public"     // public code or documents of others use it
	Inferred   Evidence = "inferred"   // concluded from its siblings: it may be wrong
)

// Class says what happens to a request that is sent again.
type Class string

// The retry classes.
const (
	Safe  Class = "safe"  // nothing: send it as often as you like
	Keyed Class = "keyed" // it is recognised by a key, so that a lost answer can be looked up before it is sent again
	Never Class = "never" // it may take effect again
)

// Retry is the x-retry extension.
type Retry struct {
	Class    Class
	Key      string         // body field that recognises the request
	Requires map[string]any // body fields that make the platform enforce the key
	Exists   []string       // error codes that say that the key was used before
	Find     Find           // how to look the key up
}

// Find names the operation that looks a key up, and the field of its request that takes the key.
type Find struct{ Operation, By string }

// Shared is a field of requests that is the same for all calls of a client, such as the account they are made for.
type Shared struct{ Name, In string } // In is body or query

// Alias is another spelling of one property that servers send.
type Alias struct{ Sent, Name string }

// Aliases are all other spellings of what a server sends.
type Aliases []Alias

// Pagination is the x-pagination extension. Each field but Style is a path of property names.
type Pagination struct {
	Style   string   // ByPage or ByOffset
	In      string   // where the request has the number: body or query
	Request []string // the number of the page, or the offset, in the request
	Page    []string // the number in the answer
	Pages   []string // how many pages there are
	Total   []string // how many entries all pages have
}

// The styles of pagination.
const (
	ByPage   = "page"   // pages are numbered from 1
	ByOffset = "offset" // a page begins after a number of entries
)

// RepeatsSafely reports whether sending the request again has no second effect.
func (o *Operation) RepeatsSafely() bool { return o.Retry.Class == Safe }

// Needs reports whether requests carry the named security scheme.
func (o *Operation) Needs(scheme string) bool {
	for _, needed := range o.Security {
		if needed == scheme {
			return true
		}
	}
	return false
}
