package decimal_test

import (
	"encoding/json"
	"fmt"

	"github.com/wallex-sdk/wallex-go/pkg/decimal"
)

func Example() {
	var quote struct {
		Amount decimal.Decimal `json:"amount"`
		Rate   decimal.Decimal `json:"rate"`
		Fee    decimal.Decimal `json:"fee,omitzero"`
	}
	if err := json.Unmarshal([]byte(`{"amount": 1005.15, "rate": "0.7345"}`), &quote); err != nil {
		panic(err)
	}
	bought, err := quote.Amount.Mul(quote.Rate, 2)
	if err != nil {
		panic(err)
	}
	fmt.Println(bought, quote.Fee.IsZero())

	quote.Fee = decimal.FromInt(0)
	written, _ := json.Marshal(quote)
	fmt.Println(string(written))
	// Output:
	// 738.28 true
	// {"amount":1005.15,"rate":0.7345,"fee":0}
}

func ExampleNew() {
	fee, err := decimal.New(250, 2) // 250 cents
	fmt.Println(fee, err)
	// Output: 2.50 <nil>
}
