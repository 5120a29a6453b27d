package redaction_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/redaction"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/payout"
	"github.com/wallex-sdk/wallex-go/pkg/ratelimit"
	"github.com/wallex-sdk/wallex-go/pkg/retry"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
	"github.com/wallex-sdk/wallex-go/pkg/wallex"
	"github.com/wallex-sdk/wallex-go/pkg/webhook"
)

// kinds are the secrets that there are, each of the shape of a real one.
var kinds = map[string]string{
	"card number":   "5413330000000108",
	"security code": "973",
	"expiry":        "12/27",
	"PIN":           "4921",
	"passcode":      "492133",
	"password":      "correct horse",
	"token":         "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhQGIuYyJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r",
	"opaque token":  "token-of-a-user",
	"key":           "6D741B8CAA9D224896288FADB8A9DEFD",
	"signed URL":    "https://storage.test/slot?X-Amz-Signature=0a1b2c3d",
}

// fed returns a value of every exported type that is an error or holds a secret, fed with a secret.
func fed(t *testing.T, hidden secret.String) []any {
	refused := refusal(hidden)
	client, err := walletengine.New("86509b0699ae")
	require.NoError(t, err)
	t.Cleanup(client.Close)
	session := client.Resume(hidden, time.Hour)
	t.Cleanup(session.Close)
	call := &operation.Call{Operation: &operation.Operation{}}
	call.Hide(hidden)
	return []any{
		hidden, auth.Token{Value: hidden, APIKey: hidden},
		wallex.Credentials{APIKey: hidden, AccessKeyID: hidden, SecretAccessKey: hidden},
		cardplatform.Credentials{ClientID: hidden, ClientSecret: hidden},
		session, call, new(operation.Input).Path("a", hidden).Query("b", hidden, "form", true).Body(map[string]any{"c": hidden}),
		refused, operation.Report{Err: refused}, retry.Event{Err: refused}, webhook.Delivery{Err: refused},
		&auth.LoginError{Err: refused}, &webhook.PanicError{Value: hidden}, &webhook.PanicError{Value: refused},
		&payout.Error{Outcome: payout.Rejected, Reference: "r-1", Reason: "declined", Err: refused}, payout.Rejected,
		&payout.DuplicateError{Reference: "r-1", IDs: []string{"a", "b"}}, &payout.PriceError{}, &payout.MismatchError{Field: "amount"},
		&ratelimit.Exceeded{RetryAfter: time.Second},
	}
}

// refusal returns the error of a call whose secret the platform repeats wherever it can.
func refusal(hidden secret.String) *apierror.Error {
	said := "the value " + hidden.Reveal() + " is wrong"
	call := &operation.Call{
		Operation: &operation.Operation{Platform: "test", ID: "test"},
		DecodeError: func([]byte) (operation.Refusal, bool) {
			return operation.Refusal{Code: "wrong", Message: said, Fields: []apierror.Field{{Name: said, Message: said}}}, true
		},
	}
	call.Hide(hidden)
	return call.Check(&http.Response{StatusCode: http.StatusBadRequest}, []byte(said))
}

func TestNoTypePrintsSecrets(t *testing.T) {
	for kind, value := range kinds {
		t.Run(kind, func(t *testing.T) {
			for _, holder := range fed(t, secret.New(value)) {
				printed := redaction.Print(holder)
				require.Empty(t, redaction.Leaked(printed, map[string][]string{kind: {value}}), "%T: %s", holder, printed)
			}
		})
	}
}

// A new type cannot be forgotten: those that there are come from the code.
func TestEveryTypeIsFed(t *testing.T) {
	var names []string
	for _, holder := range fed(t, secret.New("hidden")) {
		names = append(names, strings.TrimPrefix(fmt.Sprintf("%T", holder), "*"))
	}
	found := 0
	require.NoError(t, filepath.WalkDir("../../pkg", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.Name() == "sandbox" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for name := range sensitive(file) {
			found++
			require.Contains(t, names, file.Name.Name+"."+name)
		}
		return nil
	}))
	require.Greater(t, found, 8)
}

// sensitive returns the exported types of a file that are errors or have a field with a secret.
func sensitive(file *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, declaration := range file.Decls {
		switch declaration := declaration.(type) {
		case *ast.FuncDecl:
			if declaration.Recv != nil && declaration.Name.Name == "Error" {
				names[base(declaration.Recv.List[0].Type)] = true
			}
		case *ast.GenDecl:
			for _, each := range declaration.Specs {
				kind, ok := each.(*ast.TypeSpec)
				if !ok {
					continue
				}
				if structure, ok := kind.Type.(*ast.StructType); ok && slices.ContainsFunc(structure.Fields.List, isSecret) {
					names[kind.Name.Name] = true
				}
			}
		}
	}
	for name := range names {
		if !ast.IsExported(name) {
			delete(names, name)
		}
	}
	return names
}

func base(kind ast.Expr) string {
	if pointer, ok := kind.(*ast.StarExpr); ok {
		kind = pointer.X
	}
	return kind.(*ast.Ident).Name
}

func isSecret(field *ast.Field) (found bool) {
	ast.Inspect(field.Type, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		found = found || ok && fmt.Sprint(selector.X, ".", selector.Sel) == "secret.String"
		return true
	})
	return found
}
