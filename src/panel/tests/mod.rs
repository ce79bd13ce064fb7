//! The panel without hardware: contacts by chance, the state machine by table and by chance, the task on
//! paused time.

mod button;
mod machine;
mod task;
