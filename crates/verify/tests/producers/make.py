import json

SENT = json.load(open("upload.txt", encoding="utf-8"))


def signing_text(head, lists, time=SENT["serviceTime"], end=""):
    return (
        f'"sessionID":"{SENT["sessionID"]}"||"payExchangeInfoHead":"{head}"'
        f'||"payExchangeInfoLists":"{lists}"||"serviceTime":"{time}"{end}'
    )


def write(name, data):
    data = data if isinstance(data, bytes) else data.encode()
    open(f"texts/{name}.python.txt", "wb").write(data)


def both(**options):
    return [json.dumps(SENT[name], **options) for name in ("payExchangeInfoHead", "payExchangeInfoLists")]


write("number-shortest+python", signing_text(*both()))
write("number-shortest+python-utf8", signing_text(*both(ensure_ascii=False)))
write("number-shortest+sorted+python", signing_text(*both(sort_keys=True)))
write("number-shortest+unicode-escapes", signing_text(*both(separators=(",", ":"))))
write("number-shortest+sorted", signing_text(*both(separators=(",", ":"), ensure_ascii=False, sort_keys=True)))
write("number-shortest+indent-4", signing_text(*both(indent=4, ensure_ascii=False)))
write("number-shortest+indent-2+line-feed", signing_text(*both(indent=2, ensure_ascii=False), end="\n"))
compact = both(separators=(",", ":"), ensure_ascii=False)
write("number-shortest", signing_text(*compact))
write("number-shortest+gbk", signing_text(*compact).replace("😀", "?").encode("gbk"))
write("number-shortest+bom", signing_text(*compact).encode("utf-8-sig"))
write("number-shortest+service-time-seconds", signing_text(*compact, time=int(SENT["serviceTime"]) // 1000))
quoted = [json.dumps(text, ensure_ascii=False)[1:-1] for text in compact]
write("number-shortest+quotes-escaped", signing_text(*quoted))
unsigned = {name: SENT[name] for name in SENT if name not in ("serviceTime", "certNo", "signValue")}
write("number-shortest+json-unsigned", json.dumps(unsigned, separators=(",", ":"), ensure_ascii=False))
write("number-shortest+python+json-unsigned", json.dumps(unsigned))
