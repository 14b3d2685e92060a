//! A binary heap inside a slice, the lowest entry first: the holders of a firm's places, whose number never exceeds its room.
#![allow(clippy::indexing_slicing, reason = "parents and children are computed within the slice")]

/// Restores the heap after its last entry came.
pub fn rise<T: Ord>(heap: &mut [T]) {
    let mut at = heap.len().saturating_sub(1);
    while at > 0 && heap[at] < heap[(at - 1) / 2] {
        heap.swap(at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

/// Restores the heap after its first entry was replaced.
pub fn sink<T: Ord>(heap: &mut [T]) {
    let mut at = 0;
    loop {
        let left = 2 * at + 1;
        let Some(mut low) = heap.get(left).map(|_| left) else { return };
        if heap.get(left + 1).is_some_and(|right| *right < heap[left]) {
            low = left + 1;
        }
        if heap[at] <= heap[low] {
            return;
        }
        heap.swap(at, low);
        at = low;
    }
}
