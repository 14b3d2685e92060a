//! The network an address belongs to, as throttles count by it.

use std::net::IpAddr;

/// The key of what is counted for the network of an address: /24, or /64 of IPv6.
pub fn key(counted: &str, address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{counted} {a}.{b}.{c}")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{counted} {a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

/// The client: the peer, or behind a proxy the last address the proxy named.
pub fn client(peer: Option<IpAddr>, forwarded_for: Option<&str>, behind_proxy: bool) -> Option<IpAddr> {
    let named = forwarded_for.filter(|_| behind_proxy).and_then(|list| list.rsplit(',').next());
    named.and_then(|last| last.trim().parse().ok()).or(peer)
}
