// Package decimal is money without rounding errors: exact decimal numbers of up to 19 digits, written as JSON
// numbers and read from numbers or numeric strings, because the platforms send both.
//
// A [Decimal] knows whether it was there. The zero value is an absent amount and IsZero reports it, so that
// `json:",omitzero"` leaves out what was never set and keeps an amount of 0; Sign tells whether a number is zero.
// There is no conversion from or to float64.
package decimal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
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
	plain, scale, err := normalize(text)
	if err != nil {
		return Decimal{}, err
	}
	number, err := decimal.Parse(plain)
	if err != nil {
		return Decimal{}, ErrRange
	}
	return Decimal{number.Pad(scale), true}, nil
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

// Scale returns how many digits stand after the point, trailing zeros aside: 1 for 10.50.
func (d Decimal) Scale() int { return d.number.Trim(0).Scale() }

// Cmp compares two numbers and returns -1, 0 or 1; 1.0 and 1 are the same. An absent amount counts as 0.
func (d Decimal) Cmp(other Decimal) int { return d.number.Cmp(other.number) }

// Equal reports whether two numbers are the same and whether both or neither are there.
func (d Decimal) Equal(other Decimal) bool { return d.set == other.set && d.Cmp(other) == 0 }

// Neg returns the number with its sign turned.
func (d Decimal) Neg() Decimal { return Decimal{d.number.Neg(), d.set} }

// Add returns d + other, or [ErrRange] where the exact sum does not fit. An absent amount counts as 0, here and in
// the rest of the arithmetic; the result is always there.
func (d Decimal) Add(other Decimal) (Decimal, error) {
	scale := max(d.number.Scale(), other.number.Scale())
	sum := d.units(scale)
	return fromUnits(sum.Add(sum, other.units(scale)), scale)
}

// Sub returns d - other, or [ErrRange] where the exact difference does not fit.
func (d Decimal) Sub(other Decimal) (Decimal, error) { return d.Add(other.Neg()) }

// Mul returns d times other rounded half to even to scale digits after the point. Results that do not fit and a scale
// outside 0 to 19 are [ErrRange].
func (d Decimal) Mul(other Decimal, scale int) (Decimal, error) {
	product := d.units(d.number.Scale())
	product.Mul(product, other.units(other.number.Scale()))
	return quotient(product, power(d.number.Scale()+other.number.Scale()), scale)
}

// Quo returns d divided by other rounded half to even to scale digits after the point. Division by zero, results that
// do not fit and a scale outside 0 to 19 are [ErrRange].
func (d Decimal) Quo(other Decimal, scale int) (Decimal, error) {
	common := max(d.number.Scale(), other.number.Scale())
	return quotient(d.units(common), other.units(common), scale)
}

// quotient rounds once, from the exact result: to round to 19 digits first would make 0.5 of 0.49999999999999999999.
func quotient(dividend, divisor *big.Int, scale int) (Decimal, error) {
	if scale < 0 || scale > maxDigits || divisor.Sign() == 0 {
		return Decimal{}, ErrRange
	}
	sign := int64(dividend.Sign() * divisor.Sign())
	units, rest := dividend.QuoRem(dividend.Mul(dividend, power(scale)), divisor, new(big.Int))
	if half := rest.Lsh(rest, 1).CmpAbs(divisor); half > 0 || half == 0 && units.Bit(0) == 1 {
		units.Add(units, big.NewInt(sign))
	}
	return fromUnits(units, scale)
}

// units returns the number in units of its last place at a scale, which is not below its own.
func (d Decimal) units(scale int) *big.Int {
	units := new(big.Int).SetUint64(d.number.Coef())
	if d.number.IsNeg() {
		units.Neg(units)
	}
	return units.Mul(units, power(scale-d.number.Scale()))
}

func fromUnits(units *big.Int, scale int) (Decimal, error) {
	return Parse(units.String() + "e-" + strconv.Itoa(scale))
}

// power returns ten to the power of n.
func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

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

// UnmarshalJSON reads a JSON number or a numeric string. null and the empty string leave the amount absent. A number
// below 1, such as a rate that somebody computed in floating point, is rounded at the 19th digit after the point
// rather than refused; amounts are never rounded.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		*d = Decimal{}
		return nil
	}
	text := string(data)
	if bytes.HasPrefix(data, []byte(`"`)) {
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
	}
	err := d.UnmarshalText([]byte(text))
	if errors.Is(err, ErrRange) {
		if rounded, failed := decimal.Parse(text); failed == nil && rounded.WithinOne() {
			*d, err = Decimal{rounded, true}, nil
		}
	}
	return err
}

// MarshalText writes what String returns, so that a Decimal can be a map key, a flag or a CSV field.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Parse] reads. The empty text leaves the amount absent.
func (d *Decimal) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Decimal{}
		return nil
	}
	return d.parse(string(text))
}

func (d *Decimal) parse(text string) error {
	parsed, err := Parse(text)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// normalize checks the syntax -?digits[.digits][(e|E)[+-]digits] and that the number fits without rounding. It
// returns the number in a short form without an exponent, and how many digits the text has after the point.
func normalize(text string) (plain string, scale int, err error) {
	unsigned, negative := strings.CutPrefix(text, "-")
	mantissa, exponentText, hasExponent := cutAny(unsigned, "eE")
	whole, fraction, hasFraction := strings.Cut(mantissa, ".")
	if !digits(whole) || hasFraction && !digits(fraction) || hasExponent && !signedDigits(exponentText) {
		return "", 0, ErrSyntax
	}
	if !hasExponent && len(mantissa) <= maxDigits {
		return text, len(fraction), nil
	}
	var exponent int64
	if hasExponent {
		exponent, err = strconv.ParseInt(exponentText, 10, 32)
	}
	scale = len(fraction) - int(exponent)
	all := strings.TrimLeft(whole+fraction, "0")
	significant := strings.TrimRight(all, "0")
	if significant == "" {
		return "0", scale, nil // whatever the exponent
	}
	if err != nil {
		return "", 0, ErrRange
	}
	places := scale - (len(all) - len(significant)) // the scale without trailing zeros
	if len(significant) > maxDigits || places > maxDigits || len(significant)-places > maxDigits {
		return "", 0, ErrRange
	}
	if places > 0 {
		significant = strings.Repeat("0", max(0, places+1-len(significant))) + significant
		significant = significant[:len(significant)-places] + "." + significant[len(significant)-places:]
	} else {
		significant += strings.Repeat("0", -places)
	}
	if negative {
		significant = "-" + significant
	}
	return significant, scale, nil
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

func signedDigits(s string) bool {
	return digits(strings.TrimPrefix(s, "-")) || digits(strings.TrimPrefix(s, "+"))
}
