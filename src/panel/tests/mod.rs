//! The panel without hardware: the state machine by table and by chance, the task on paused time.

mod machine;
mod task;
