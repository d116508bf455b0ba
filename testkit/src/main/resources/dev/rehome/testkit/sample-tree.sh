# Makes, in the working directory, every type of node and every odd name that a backup has to bring back.
echo 'hello' > a
: > empty
mkdir -p folder/empty-folder folder/deeper ./-dash-folder '...'
echo 'in a folder' > folder/file
echo 'dots' > '.../....'
echo 'linked' > link-one
ln link-one folder/link-two
ln link-one folder/deeper/link-three
ln -s /nowhere/at/all dangling
ln -s ../folder/file relative-link
ln -s "$(printf 'not \377 utf-8')" odd-link
ln -s 'with <&> and \ and "' quoted-link
mkfifo fifo
echo 1 > ./-n
echo 2 > ' leading space'
echo 3 > 'trailing space '
echo 4 > 'quotes " and '"'"' and \ and <&>'
echo 5 > "$(printf 'new\nline')"
echo 6 > "$(printf 'tab\tand\001control')"
echo 7 > "$(printf 'not \377\376 utf-8')"
echo 8 > 'ünïcödé ☃ 🐘'
echo 9 > "$(printf 'line\342\200\250separator')"
echo 10 > "$(printf '%0255d' 0)"
echo 11 > '$HOME `id` * ? [a]'
echo 12 > '\x41 looks like an escape'
mkdir 'Z' && touch 'Z/ä' 'Z/z' 'Z/😀' 'Z/ﬀ'
chmod 6755 a
chmod 1777 folder/deeper
chmod 0000 empty
chmod 2750 folder/empty-folder
truncate -s 30M sparse
printf 'island' | dd of=sparse bs=1 seek=20000000 conv=notrunc status=none
head -c 3000000 /dev/zero > zeros
head -c 5000000 /dev/urandom > larger-than-a-piece
yes 'compressible text' | head -c 1500000 > text || true
setfattr -n user.colour -v 'blue' a
setfattr -n user.empty a
setfattr -n user.binary -v 0x00ff00 folder
setfattr -n user.large -v "$(printf '%02000d' 0)" text
setfacl -m u:daemon:r-x,g:daemon:rwx a
setfacl -d -m u:daemon:rwx folder/deeper
touch -d '1969-07-20 20:17:40.123456789' old
touch -d '2038-02-01 00:00:00.000000001' future
touch -h -d '2001-02-03 04:05:06.789' dangling
touch -d '1999-12-31 23:59:59.999999999' folder/empty-folder
if [ "$(id -u)" = 0 ]; then
  mknod block-device b 7 200
  mknod character-device c 1 3
  mknod large-device b 259 70000
  chown 12345:54321 old
  chown -h 23456:65432 relative-link
  setfattr -h -n trusted.note -v 'of a link' dangling
  chown daemon:daemon folder
fi
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")' 2>/dev/null || true
touch -d '2020-01-01 12:00:00.5' folder .
