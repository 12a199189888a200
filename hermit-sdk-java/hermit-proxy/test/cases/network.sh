# SPDX-License-Identifier: BSD-3-Clause
# shellcheck shell=bash disable=SC2034,SC2154 # variables of lib.sh and run.sh
# HERMIT_NETIF, HERMIT_IP, HERMIT_PORTS.

# netdev VARIABLES...: QEMU's option -netdev with them
netdev() {
	run env "$@" "${bare_command[@]}" options
	expect_status 0
	grep -A1 '^-netdev$' out | tail -n 1 >netdev
}

test_network_by_default() {
	netdev A=1
	expect_text netdev 'user,id=net,net=192.168.28.0/24,host=192.168.28.1,dns=192.168.28.3,dhcpstart=192.168.28.2'
	expect_match out '^virtio-net-device,netdev=net,mac=52:54:c0:a8:1c:02$'
	bare blob >out
	expect_match out '^network=192\.168\.28\.2/24 gateway 192\.168\.28\.1 flags 0$'
}

test_network_with_an_address() {
	netdev HERMIT_IP=10.1.2.77/16
	expect_text netdev 'user,id=net,net=10.1.0.0/16,host=10.1.0.1,dns=10.1.0.3,dhcpstart=10.1.2.77'
	HERMIT_IP=10.1.2.77/16 bare blob >out
	expect_match out '^network=10\.1\.2\.77/16 gateway 10\.1\.0\.1 flags 0$'
}

test_network_by_dhcp() {
	netdev HERMIT_IP=dhcp
	expect_match netdev '^user,id=net,net=192\.168\.28\.0/24,'
	HERMIT_IP=dhcp bare blob >out
	expect_match out '^network=.* flags 1$'
}

test_no_network() {
	run env HERMIT_NETIF=none "${bare_command[@]}" options
	expect_no_match out '^-netdev$'
	HERMIT_NETIF=none bare blob >out
	expect_no_match out '^network='
}

test_network_of_a_group() {
	netdev HERMIT_NETIF=group:230.0.0.28:2828 HERMIT_IP=192.168.28.7
	expect_text netdev 'socket,id=net,mcast=230.0.0.28:2828,localaddr=127.0.0.1'
	expect_match out '^virtio-net-device,netdev=net,mac=52:54:c0:a8:1c:07$'
}

# Any device does for the options of QEMU: each network name space has lo.
test_network_by_a_device_of_the_host() {
	netdev HERMIT_NETIF=lo
	expect_text netdev 'tap,id=net,ifname=lo,script=no,downscript=no'
}

test_ports() {
	netdev HERMIT_PORTS=18080:80,udp:15353:53,0.0.0.0:18443:443
	expect_match netdev ',hostfwd=tcp:127\.0\.0\.1:18080-192\.168\.28\.2:80,'
	expect_match netdev ',hostfwd=udp:127\.0\.0\.1:15353-192\.168\.28\.2:53,'
	expect_match netdev ',hostfwd=tcp:0\.0\.0\.0:18443-192\.168\.28\.2:443$'
}

test_wrong_ports() {
	local value
	for value in 80 80: :80 0:80 80:0 65536:80 80:65536 a:b 1:2:3 tcp:80:80 1.2.3:80:80 ','; do
		refused "HERMIT_PORTS=$value" 'allowed: .*HOST:ISLE'
	done
	run env HERMIT_NETIF=lo HERMIT_PORTS=8080:80 "${bare_command[@]}" exit 0
	expect_status 2
	expect_match err 'HERMIT_PORTS=8080:80: .*HERMIT_NETIF=user'
}

test_port_in_use() {
	"$target/test/listen" 30 >port &
	local holder=$! port
	until_true 5 test -s port
	port=$(cat port)
	refused "HERMIT_PORTS=$port:80" "TCP port $port of 127\.0\.0\.1: Address already in use"
	kill "$holder"
}

test_wrong_ip() {
	local value
	for value in 192.168.28 192.168.28.2/ 192.168.28.2/7 192.168.28.2/31 192.168.28.2/a 192.168.28.0 192.168.28.1 \
		192.168.28.255 127.0.0.5/8 224.0.0.5 ::1 DHCP; do
		refused "HERMIT_IP=$value" 'allowed: dhcp, or an IPv4 address'
	done
}

test_wrong_netif() {
	refused HERMIT_NETIF=nonexistent0 'no such network device'
	refused HERMIT_NETIF=a-name-that-is-too-long 'no such network device'
	refused HERMIT_NETIF=group:10.0.0.1:2828 'allowed: user, none'
	refused HERMIT_NETIF=group:230.0.0.28 'allowed: user, none'
	refused HERMIT_NETIF=group:230.0.0.28:0 'allowed: user, none'
}
