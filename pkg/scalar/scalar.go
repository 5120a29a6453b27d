// Package scalar reads values that servers send in one of two forms, and their documentation in the other.
package scalar

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Text is a text that may come as a number, such as a phone number. It is written as a text.
type Text string

// UnmarshalJSON reads a text as it is and a number as it is written. Null leaves the text as it is.
func (t *Text) UnmarshalJSON(data []byte) error {
	var number json.Number
	if data[0] != '"' && json.Unmarshal(data, &number) == nil {
		if number != "" {
			*t = Text(number)
		}
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

// Level is a level that may come as a number or with a letter before it, as in 1, "1" and "L1". It is written as a
// number.
type Level int

// UnmarshalJSON reads the number, or the text. Null leaves the level as it is.
func (l *Level) UnmarshalJSON(data []byte) error {
	var text Text
	if err := json.Unmarshal(data, &text); err != nil || text == "" {
		return err
	}
	number, err := strconv.Atoi(strings.TrimPrefix(string(text), "L"))
	if err != nil {
		return fmt.Errorf("a level is neither a number nor L and a number")
	}
	*l = Level(number)
	return nil
}
