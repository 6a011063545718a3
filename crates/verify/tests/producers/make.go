package main

import (
	"encoding/json"
	"os"
)

func main() {
	data, _ := os.ReadFile("upload.txt")
	var sent map[string]any
	json.Unmarshal(data, &sent)
	var raw map[string]json.RawMessage
	json.Unmarshal(data, &raw)
	write := func(name string, head, lists []byte) {
		text := `"sessionID":"` + sent["sessionID"].(string) + `"||"payExchangeInfoHead":"` + string(head) +
			`"||"payExchangeInfoLists":"` + string(lists) + `"||"serviceTime":"` + sent["serviceTime"].(string) + `"`
		os.WriteFile("texts/"+name+".go.txt", []byte(text), 0o644)
	}
	head, _ := json.Marshal(sent["payExchangeInfoHead"])
	lists, _ := json.Marshal(sent["payExchangeInfoLists"])
	write("number-shortest+sorted+go", head, lists)
	head, _ = json.Marshal(raw["payExchangeInfoHead"])
	lists, _ = json.Marshal(raw["payExchangeInfoLists"])
	write("go", head, lists)
	head, _ = json.MarshalIndent(raw["payExchangeInfoHead"], "", "\t")
	lists, _ = json.MarshalIndent(raw["payExchangeInfoLists"], "", "\t")
	write("go+indent-tab", head, lists)
}
