module kaitong.local/pause

go 1.26.0
