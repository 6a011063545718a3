<?php
$sent = json_decode(file_get_contents("upload.txt"), true);

function text($head, $lists)
{
    global $sent;
    return '"sessionID":"' . $sent["sessionID"] . '"||"payExchangeInfoHead":"' . $head
        . '"||"payExchangeInfoLists":"' . $lists . '"||"serviceTime":"' . $sent["serviceTime"] . '"';
}

function write($name, $options, $sent)
{
    $parts = [json_encode($sent["payExchangeInfoHead"], $options), json_encode($sent["payExchangeInfoLists"], $options)];
    file_put_contents("texts/$name.php.txt", text(...$parts));
}

write("number-shortest+php", 0, $sent);
write("number-shortest", JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE, $sent);
write("number-shortest+unicode-escapes", JSON_UNESCAPED_SLASHES, $sent);
write("number-shortest+slashes", JSON_UNESCAPED_UNICODE, $sent);
write("number-shortest+php+indent-4", JSON_PRETTY_PRINT, $sent);
ksort($sent["payExchangeInfoHead"]);
write("number-shortest+php+sorted-head", 0, $sent);
$sent["payExchangeInfoHead"]["totalAmount"] = number_format($sent["payExchangeInfoHead"]["totalAmount"], 2, ".", "");
write("amount-quoted+sorted-head", JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE, $sent);
