package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/auth"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// explain adds to an error of a call what became of the request and what to do now. Errors that are none of a call
// are left as they are.
func (c *call) explain(err error, body json.RawMessage) error {
	refused := apierror.Of(err)
	if refused == nil {
		return err
	}
	f := &failure{error: err, code: exitCode(err)}
	switch {
	case refused.Outcome == apierror.Ambiguous && c.op.RepeatsSafely():
		f.code, f.outcome = exitUnexpected, "no usable answer came back, which does no harm here"
		f.next = "call again: this operation may be repeated at any time"
	case refused.Outcome == apierror.Ambiguous:
		f.outcome = "it may have happened: the request was sent and no usable answer came back"
		f.next = "do not just call again. " + c.lookUp(body)
	case refused.Outcome == apierror.Rejected:
		f.outcome = "rejected: the platform answered that it did nothing"
		f.next = c.afterRejection(refused, body)
	default:
		f.outcome = "not sent: the platform has not seen the request"
		f.code, f.next = c.notSent(refused, body)
	}
	return f
}

// notSent tells a wrong request from circumstances.
func (c *call) notSent(refused *apierror.Error, body json.RawMessage) (code int, next string) {
	var (
		login   *auth.LoginError
		network net.Error
	)
	switch {
	case errors.As(refused, &login) && errors.Is(login.Err, apierror.ErrRejected):
		return exitNotSent, fmt.Sprintf("check %s: they must be those of %s",
			strings.Join(c.platform.variables, ", "), c.connection.address(c.platform))
	case errors.Is(refused, operation.ErrUnverified):
		return exitUsage, "nobody has documented this operation; compare its --help with what you know, and send it " +
			"with --unverified"
	case errors.Is(refused, apierror.ErrValidation):
		next = "see wallex call " + c.op.Platform + " " + c.op.ID + " --help"
		if body != nil {
			next += "; what the platform allows and the specification does not, --skip-validation sends all the same"
		}
		return exitUsage, next
	case errors.Is(refused, apierror.ErrRateLimited):
		return exitNotSent, "try again in " + refused.RetryAfter.Round(time.Millisecond).String()
	case errors.Is(refused, context.Canceled):
		return exitNotSent, ""
	case refused.Timeout():
		return exitNotSent, "call again, with more time: --timeout"
	case errors.As(refused, &network):
		return exitNotSent, "check the network and the address " + c.connection.address(c.platform) + ", and call again"
	}
	return exitNotSent, ""
}

func (c *call) afterRejection(refused *apierror.Error, body json.RawMessage) string {
	switch {
	case errors.Is(refused, apierror.ErrExists):
		return "this may be the request of an earlier call whose answer was lost. " + c.lookUp(body)
	case refused.RetryAfter > 0:
		return "try again in " + refused.RetryAfter.String()
	case refused.Temporary:
		return "try again later"
	case errors.Is(refused, apierror.ErrForbidden):
		return "check " + c.platform.variables[0] + ", and whether your account may do this"
	}
	return ""
}

// scope are the fields that say whom a call is for. A look-up must name the same.
var scope = []string{"onBehalfOfAccount", "onBehalfOfUser"}

// lookUp says how to find out whether a request has taken effect.
func (c *call) lookUp(body json.RawMessage) string {
	retry := c.op.Retry
	if retry.Class != operation.Keyed || retry.Find.Operation == "" {
		return "Nothing recognises the request, and calling again may take effect twice: find out first what happened, " +
			"by a listing or from the platform's support"
	}
	command := []string{"wallex call", c.op.Platform, retry.Find.Operation}
	find := c.sibling(retry.Find.Operation)
	var fields map[string]json.RawMessage
	_ = json.Unmarshal(body, &fields) // what is no object has no fields
	value := func(name string) string { return cmp.Or(c.parameters[name], text(fields[name])) }
	key := value(retry.Key)
	if key == "" || find == nil {
		return fmt.Sprintf("The request had no %s to recognise it by: look through %s", retry.Key, strings.Join(command, " "))
	}
	command = append(command, argument(find, retry.Find.By, key)...)
	for _, name := range scope {
		if whom := value(name); whom != "" {
			command = append(command, argument(find, name, whom)...)
		}
	}
	if find.Pagination != nil {
		command = append(command, "--all")
	}
	return fmt.Sprintf("Look first whether %s %s is there: %s", retry.Key, key, strings.Join(command, " "))
}

// sibling returns another operation of the platform, nil where there is none of the name.
func (c *call) sibling(id string) *spec.Operation {
	operations, _ := c.files.Platform(c.op.Platform) // it was read before: c.op is from there
	i := slices.IndexFunc(operations, func(op *spec.Operation) bool { return op.ID == id })
	if i < 0 {
		return nil
	}
	return operations[i]
}

// argument writes the flag of an operation that takes a value: that of a parameter, or --field.
func argument(op *spec.Operation, name, value string) []string {
	for _, flag := range parameterFlags(op) {
		if flag.Name == name {
			return []string{"--" + flag.flag, quote(value)}
		}
	}
	return []string{"--field", quote(name + "=" + value)}
}

// text returns the value of a JSON string, "" for anything else.
func text(value json.RawMessage) string {
	var s string
	_ = json.Unmarshal(value, &s) // anything else counts as absent
	return s
}

// quote writes a word for a shell.
func quote(word string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=./:@%+,"
	if word != "" && strings.Trim(word, plain) == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
