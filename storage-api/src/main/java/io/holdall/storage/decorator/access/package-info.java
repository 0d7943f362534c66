/**
 * Access control: who may see and change what, by a {@link
 * io.holdall.storage.decorator.access.Policy}.
 *
 * <h2>Guarantees</h2>
 *
 * <dl>
 *   <dt>Deny by default
 *   <dd>What no rule allows is denied; what a rule denies is denied whatever others allow. The
 *       framework's collections, whose names start with {@code _holdall}, are for those who may
 *       administer, whatever the rules say.
 *   <dt>What may not be read is not there
 *   <dd>A point read of it is empty, as if there were no entry; scans, counts and snapshots leave
 *       it out, their pages full and their ends exact. An entry is met in a scan of keys with
 *       {@code list}, in a scan of values with {@code list} and {@code read}, and in a point read
 *       with {@code read}.
 *   <dt>Denied before asked
 *   <dd>Whether an operation is allowed is decided before its condition. A commit that touches a
 *       key on which the caller may do nothing is {@code AccessDenied} whatever is stored, and the
 *       store is not even asked. An entry that belongs to somebody else, and that the caller may
 *       neither read nor list, is for deletions, for conditions on a version, for checks and for
 *       checks of ranges as if it were not there.
 *   <dt>No race
 *   <dd>Where what is allowed depends on what is stored, on whether there is an entry or on whose
 *       it is, the write is committed under the condition that this is still so.
 *   <dt>Transactions stay serialisable
 *   <dd>for what the caller can see: what was read is checked, and what is hidden neither fails a
 *       transaction nor is told by its failure.
 *   <dt>No way around
 *   <dd>Views and the store hand on no extension of the backend, the statistics of the store are
 *       for those who may administer, and a view gives no further views.
 *   <dt>Life cycle
 *   <dd>Closing a view ends the view and its snapshots; closing the store ends all views.
 * </dl>
 *
 * <h2>What it does not do</h2>
 *
 * <p>It believes the principal it is given: who that is has been found out before. It does not hide
 * that a key is taken from somebody who may create an entry there, nor from somebody who may write
 * over it or delete it; nor how long an answer takes where ownership is read from a field of the
 * value. Who reads the files of the store needs no permission; encryption is the answer to that.
 *
 * <h2>Cost</h2>
 *
 * <p>A point read or a write under rules about keys costs the comparison of the key with the
 * patterns. A scan looks only where the rules could allow something. Ownership by a field of the
 * value makes every judgement read the value, and every update and deletion read the entry first.
 */
@NullMarked
package io.holdall.storage.decorator.access;

import org.jspecify.annotations.NullMarked;
