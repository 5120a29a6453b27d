package issuing

import (
	"fmt"
	"strconv"
)

// newNumber makes the number of a card: sixteen digits that begin as those of MasterCard's test cards do.
func (c *card) newNumber() string {
	digits := fmt.Sprintf("541333%09d", c.id)
	return digits + luhn(digits)
}

// luhn is the check digit of ISO 7812: from the right, every other digit counts twice, its own digits added up.
func luhn(digits string) string {
	sum := 0
	for i := range digits {
		digit := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			digit *= 2
		}
		sum += digit/10 + digit%10
	}
	return strconv.Itoa((10 - sum%10) % 10)
}
