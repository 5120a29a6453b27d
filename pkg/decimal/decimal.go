// Package decimal is money without rounding errors: exact decimal numbers of up to 19 digits, written as JSON
// numbers and read from numbers or numeric strings, because the platforms send both.
//
// A [Decimal] knows whether it was there. The zero value is an absent amount and IsZero reports it, so that
// `json:",omitzero"` leaves out what was never set and keeps an amount of 0; Sign tells whether a number is zero.
// There is no conversion from or to float64.
package decimal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/govalues/decimal"
)

// maxDigits is how many digits a Decimal holds, and how many of them may stand after the point.
const maxDigits = decimal.MaxPrec

var (
	// ErrSyntax says that a text is not a decimal number.
	ErrSyntax = errors.New("not a decimal number")
	// ErrRange says that a number has more digits than a Decimal holds exactly, or that a result would.
	ErrRange = errors.New("more than 19 digits")
)

// Decimal is an exact decimal number, or the absence of one. It is immutable and safe for concurrent use.
type Decimal struct {
	number decimal.Decimal
	set    bool
}

// Parse reads a number such as "1005.15", "-3" or "8.577e-5". Numbers that would have to be rounded are refused
// with [ErrRange], anything else that is not a number with [ErrSyntax].
func Parse(text string) (Decimal, error) {
	if err := exact(text); err != nil {
		return Decimal{}, err
	}
	number, err := decimal.Parse(text)
	if err != nil {
		return Decimal{}, ErrRange
	}
	return Decimal{number, true}, nil
}

// MustParse is [Parse] for constants: it panics on what Parse refuses.
func MustParse(text string) Decimal {
	d, err := Parse(text)
	if err != nil {
		panic(fmt.Sprintf("decimal.MustParse(%q): %v", text, err))
	}
	return d
}

// New returns units divided by ten to the power of scale: New(100515, 2) is 1005.15. It is how an amount in minor
// units becomes one in major units. A scale outside 0 to 19 is refused with [ErrRange].
func New(units int64, scale int) (Decimal, error) {
	number, err := decimal.New(units, scale)
	if err != nil {
		return Decimal{}, ErrRange
	}
	return Decimal{number, true}, nil
}

// FromInt returns a whole number.
func FromInt(units int64) Decimal {
	number, _ := decimal.New(units, 0) // every int64 has at most 19 digits
	return Decimal{number, true}
}

// IsZero reports whether the amount is absent: never set, left out or null in an answer. An amount of 0 is not.
func (d Decimal) IsZero() bool { return !d.set }

// Sign returns -1, 0 or 1. An absent amount counts as 0.
func (d Decimal) Sign() int { return d.number.Sign() }

// Scale returns how many digits stand after the point, trailing zeros aside: 2 for 10.50 is 1.
func (d Decimal) Scale() int { return d.number.Trim(0).Scale() }

// Cmp compares two numbers and returns -1, 0 or 1; 1.0 and 1 are the same. An absent amount counts as 0.
func (d Decimal) Cmp(other Decimal) int { return d.number.Cmp(other.number) }

// Equal reports whether two numbers are the same and whether both or neither are there.
func (d Decimal) Equal(other Decimal) bool { return d.set == other.set && d.Cmp(other) == 0 }

// Neg returns the number with its sign turned.
func (d Decimal) Neg() Decimal { return Decimal{d.number.Neg(), d.set} }

// Add returns d + other, or [ErrRange] where the exact sum does not fit.
func (d Decimal) Add(other Decimal) (Decimal, error) {
	sum, err := d.number.AddExact(other.number, max(d.number.Scale(), other.number.Scale()))
	return result(sum, err)
}

// Sub returns d - other, or [ErrRange] where the exact difference does not fit.
func (d Decimal) Sub(other Decimal) (Decimal, error) { return d.Add(other.Neg()) }

// Mul returns d times other rounded half to even at scale digits after the point, or [ErrRange].
func (d Decimal) Mul(other Decimal, scale int) (Decimal, error) {
	product, err := d.number.Mul(other.number)
	return result(product.Round(scale), err)
}

// Quo returns d divided by other rounded half to even at scale digits after the point. Division by zero and
// results that do not fit are [ErrRange].
func (d Decimal) Quo(other Decimal, scale int) (Decimal, error) {
	quotient, err := d.number.Quo(other.number)
	return result(quotient.Round(scale), err)
}

func result(number decimal.Decimal, err error) (Decimal, error) {
	if err != nil {
		return Decimal{}, ErrRange
	}
	return Decimal{number, true}, nil
}

// String returns the number without an exponent, "" when it is absent.
func (d Decimal) String() string {
	if !d.set {
		return ""
	}
	return d.number.String()
}

// GoString keeps %#v readable.
func (d Decimal) GoString() string {
	if !d.set {
		return "decimal.Decimal{}"
	}
	return "decimal.MustParse(" + strconv.Quote(d.number.String()) + ")"
}

// MarshalJSON writes a JSON number, null when the amount is absent.
func (d Decimal) MarshalJSON() ([]byte, error) {
	if !d.set {
		return []byte("null"), nil
	}
	return []byte(d.number.String()), nil
}

// UnmarshalJSON reads a JSON number or a numeric string. null and the empty string leave the amount absent.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	text := string(data)
	if len(text) >= 2 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	if text == "null" || text == "" {
		*d = Decimal{}
		return nil
	}
	return d.UnmarshalText([]byte(text))
}

// MarshalText writes what String returns, so that a Decimal can be a map key, a flag or a CSV field.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Parse] reads.
func (d *Decimal) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// exact checks the syntax -?digits[.digits][(e|E)[+-]digits] and that the number fits without rounding.
func exact(text string) error {
	mantissa, exponentText, hasExponent := cutAny(strings.TrimPrefix(text, "-"), "eE")
	exponent := 0
	if hasExponent {
		var err error
		if exponent, err = strconv.Atoi(exponentText); err != nil || len(exponentText) > 4 {
			return ErrSyntax
		}
	}
	whole, fraction, hasFraction := strings.Cut(mantissa, ".")
	if !digits(whole) || hasFraction && !digits(fraction) {
		return ErrSyntax
	}
	fraction = strings.TrimRight(fraction, "0")
	scale := len(fraction) - exponent
	significant := strings.TrimLeft(whole+fraction, "0")
	if significant == "" {
		return nil
	}
	if len(significant) > maxDigits || scale > maxDigits || len(significant)-scale > maxDigits {
		return ErrRange
	}
	return nil
}

func cutAny(s, chars string) (before, after string, found bool) {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
