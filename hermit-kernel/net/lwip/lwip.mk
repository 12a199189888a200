# SPDX-License-Identifier: BSD-3-Clause
# lwIP: fetched, patched and compiled into the kernel; net/lwip has what it needs of us. Its own warnings are its own.

LWIP := $(abspath $(TARGET))/lwip
LWIP_SOURCES := $(addprefix core/,def.c inet_chksum.c init.c ip.c mem.c memp.c netif.c pbuf.c raw.c tcp.c tcp_in.c tcp_out.c \
	udp.c ipv4/dhcp.c ipv4/etharp.c ipv4/icmp.c ipv4/igmp.c ipv4/ip4.c ipv4/ip4_addr.c ipv4/ip4_frag.c ipv6/ethip6.c \
	ipv6/icmp6.c ipv6/inet6.c ipv6/ip6.c ipv6/ip6_addr.c ipv6/ip6_frag.c ipv6/mld6.c ipv6/nd6.c) netif/ethernet.c
LWIP_OBJECTS := $(LWIP_SOURCES:%.c=$(BUILD)/lwip/%.o)
LWIP_CPPFLAGS := -isystem $(LWIP)/src/src/include -Inet/lwip/include
OBJECTS += $(LWIP_OBJECTS)

$(LWIP)/.fetched: net/lwip/fetch.sh net/lwip/lwip.sha256 $(wildcard net/lwip/patches/*.patch)
	$(Q)net/lwip/fetch.sh $(LWIP)
	@touch $@

$(BUILD)/lwip/%.o: $(LWIP)/.fetched $(UAPI)/.made Makefile net/lwip/lwip.mk $(wildcard net/lwip/include/*.h net/lwip/include/*/*.h)
	@mkdir -p $(@D)
	@echo "  CC    lwip/$*.c"
	$(Q)$(CC) $(CPPFLAGS) $(LWIP_CPPFLAGS) $(filter-out -W%,$(CFLAGS)) -Wno-address -c $(LWIP)/src/src/$*.c -o $@

# Our sources that speak to lwIP see its headers.
$(BUILD)/net/%.o $(BUILD)/drivers/virtio_net.o $(BUILD)/drivers/mmnif.o: CPPFLAGS += $(LWIP_CPPFLAGS)
$(patsubst %.c,$(BUILD)/%.o,$(filter net/% drivers/virtio_net.c drivers/mmnif.c,$(C_SOURCES))): $(LWIP)/.fetched $(wildcard net/lwip/include/*.h net/lwip/include/*/*.h)
